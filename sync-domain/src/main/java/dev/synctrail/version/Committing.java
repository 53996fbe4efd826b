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
    if (!commit.expected().allows(onHead)) {
      throw new HeadMoved(typeKey, commit.expected(), onHead);
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
   * @param expected what must be there
   */
  public record Commit(
      ContentType type,
      VersionSource source,
      String author,
      @Nullable String message,
      List<VersionId> parents,
      Expected expected) {

    public Commit {
      parents = List.copyOf(parents);
    }

    /** A content that builds on the head, whatever it is. */
    public static Commit onHead(
        ContentType type, VersionSource source, String author, @Nullable String message) {
      return new Commit(type, source, author, message, List.of(), Expected.ANYTHING);
    }
  }

  /**
   * What must be there when a version is stored.
   *
   * @param anything whether it does not matter
   * @param head the version that must still be the head; null when there must be none
   */
  public record Expected(boolean anything, @Nullable VersionId head) {
    /** Whatever is there. */
    public static final Expected ANYTHING = new Expected(true, null);

    /** No version of the type. */
    public static final Expected NO_VERSION = new Expected(false, null);

    /** A version that must still be the head. */
    public static Expected headIs(VersionId id) {
      return new Expected(false, id);
    }

    boolean allows(List<VersionId> present) {
      return anything || present.equals(head == null ? List.of() : List.of(head));
    }

    @Override
    public String toString() {
      return head == null ? "none" : head.toString();
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
