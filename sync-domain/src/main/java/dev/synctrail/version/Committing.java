package dev.synctrail.version;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes contents versions, by whomever they come: a person, a machine, a retrieval.
 *
 * <p>Checks no rules of any platform: what a platform sent is a version even where it breaks them.
 */
@Dependent
@Transactional
public class Committing {
  private final Versions versions;
  private final Clock clock;

  @Inject
  public Committing(Versions versions, Clock clock) {
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * Makes the content a version that builds on the head, or on the parents that are given, and is
   * the head from then on. Content that means the same as the head's makes none.
   *
   * @throws HeadMoved when the head is not the expected one
   * @throws UnknownParents when the type has no such versions
   */
  public Committed commit(Commit commit) {
    return versions.exclusively(commit.type().key(), () -> commitAlone(commit));
  }

  private Committed commitAlone(Commit commit) {
    TypeKey typeKey = commit.type().key();
    Optional<ContentTypeVersion> head = versions.head(typeKey);
    List<VersionId> onHead = head.map(ContentTypeVersion::id).stream().toList();
    VersionId expected = commit.expectedHead();
    if (expected != null && !onHead.contains(expected)) {
      throw new HeadMoved(typeKey, expected, head.map(ContentTypeVersion::id).orElse(null));
    }
    List<VersionId> parents = commit.parents().isEmpty() ? onHead : parents(commit);
    if (head.isPresent()
        && head.get().contentHash().equals(commit.type().hash())
        && (parents.equals(onHead) || parents.equals(head.get().parents()))) {
      return new Committed(head.get(), false);
    }
    ContentTypeVersion version =
        ContentTypeVersion.of(
            typeKey,
            commit.type().hash(),
            commit.type().content().checksum(),
            commit.source(),
            commit.author(),
            commit.message(),
            parents,
            after(head));
    versions.save(version, commit.type().content());
    return new Committed(version, true);
  }

  private List<VersionId> parents(Commit commit) {
    List<VersionId> unknown =
        commit.parents().stream()
            .filter(
                parent ->
                    versions
                        .find(parent)
                        .filter(version -> version.typeKey().equals(commit.type().key()))
                        .isEmpty())
            .toList();
    if (!unknown.isEmpty()) {
      throw new UnknownParents(commit.type().key(), unknown);
    }
    return List.copyOf(new LinkedHashSet<>(commit.parents()));
  }

  /** The order of versions is the order of their times, whatever the clock does. */
  private Instant after(Optional<ContentTypeVersion> head) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return head.map(ContentTypeVersion::createdAt)
        .filter(last -> !last.isBefore(now))
        .map(last -> last.plusMillis(1))
        .orElse(now);
  }

  /**
   * A content that is to become a version.
   *
   * @param message why, or null
   * @param parents the versions it builds on; empty for the head
   * @param expectedHead the version that must still be the head; null for whatever it is
   */
  public record Commit(
      ContentType type,
      VersionSource source,
      String author,
      @Nullable String message,
      List<VersionId> parents,
      @Nullable VersionId expectedHead) {

    public Commit {
      parents = List.copyOf(parents);
    }

    /** A content that builds on the head, whatever it is. */
    public static Commit onHead(
        ContentType type, VersionSource source, String author, @Nullable String message) {
      return new Commit(type, source, author, message, List.of(), null);
    }
  }

  /**
   * What became of it.
   *
   * @param version the new one, or the head that means the same
   * @param created whether it is new
   */
  public record Committed(ContentTypeVersion version, boolean created) {}
}
