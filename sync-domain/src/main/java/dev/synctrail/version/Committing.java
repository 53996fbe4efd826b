package dev.synctrail.version;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import jakarta.enterprise.context.ApplicationScoped;
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
 * Stores contents as versions, whether they come from a user, an API client or a pull.
 *
 * <p>Platform rules are not validated here: content that a platform sent becomes a version even if
 * it violates them.
 */
@ApplicationScoped
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
   * Stores the content as a version on top of the head, or of the given parents. The version
   * becomes the new head. No version is created if the content means the same as the head's.
   *
   * @throws HeadMoved if the head is not the expected one
   * @throws UnknownParents if the type has no such versions
   */
  public Committed commit(Commit commit) {
    return versions.exclusively(commit.type().key(), () -> commitExclusively(commit));
  }

  private Committed commitExclusively(Commit commit) {
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

  /** Keeps timestamps strictly increasing per type, even if the clock stands still or goes back. */
  private Instant after(Optional<ContentTypeVersion> head) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return head.map(ContentTypeVersion::createdAt)
        .filter(last -> !last.isBefore(now))
        .map(last -> last.plusMillis(1))
        .orElse(now);
  }

  /**
   * A request to store a content as a version.
   *
   * @param message the reason for the change, or null
   * @param parents the versions that it is based on; empty for the head
   * @param expected the precondition on the head
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

    /** Returns a commit on top of the head, without a precondition. */
    public static Commit onHead(
        ContentType type, VersionSource source, String author, @Nullable String message) {
      return new Commit(type, source, author, message, List.of(), Expected.ANYTHING);
    }
  }

  /**
   * The precondition for storing a version, like an {@code If-Match} header.
   *
   * @param anything whether there is no precondition
   * @param head the version that must still be the head; null if the type must have no version
   */
  public record Expected(boolean anything, @Nullable VersionId head) {
    /** No precondition. */
    public static final Expected ANYTHING = new Expected(true, null);

    /** The type must have no version. */
    public static final Expected NO_VERSION = new Expected(false, null);

    /** Returns the precondition that the given version is still the head. */
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
   * The result of a commit.
   *
   * @param version the new version, or the head if it means the same
   * @param created whether a version was created
   */
  public record Committed(ContentTypeVersion version, boolean created) {}
}
