package dev.synctrail.version;

import dev.synctrail.contenttype.ContentHash;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every version of every type, with its exact bytes. Reads need no transaction and join one;
 * writes fail without one.
 */
public interface Versions {
  /** How many versions of a type say what of it is ours. */
  int RECENT = 50;

  /**
   * Does the work while nobody else does any on the same type, until the caller's transaction ends;
   * the type need not exist.
   */
  <T> T exclusively(TypeKey typeKey, Supplier<T> work);

  /**
   * Keeps a version, which becomes the head of its type. To be called within {@link #exclusively}.
   */
  void save(ContentTypeVersion version, Snapshot content);

  /** Returns one version. */
  Optional<ContentTypeVersion> find(VersionId id);

  /** Returns the version of a type that was saved last with content of this meaning. */
  Optional<ContentTypeVersion> withContent(TypeKey typeKey, ContentHash contentHash);

  /** Returns the version saved last of a type. */
  Optional<ContentTypeVersion> head(TypeKey typeKey);

  /**
   * Returns the exact bytes of a version, whole whatever their size.
   *
   * @throws dev.synctrail.snapshot.SnapshotCorrupt when they are not the ones that were kept
   */
  Optional<Snapshot> content(ContentTypeVersion version);

  /**
   * Returns versions of a type, the newest first.
   *
   * @param beside the creation of the version beside which they begin, itself not among them; null
   *     to begin at the newest
   * @param backwards whether those before it are wanted, nearest first, instead of those after it
   */
  List<ContentTypeVersion> list(
      VersionFilter filter, @Nullable Instant beside, boolean backwards, int limit);

  /** Counts what {@link #list} would give without a limit. */
  long count(VersionFilter filter);

  /**
   * Returns the contents of the newest versions of a type, the newest first; each is read only when
   * it is asked for.
   */
  default Iterable<Snapshot> recentContents(TypeKey typeKey) {
    return () ->
        list(VersionFilter.of(typeKey), null, false, RECENT).stream()
            .flatMap(version -> content(version).stream())
            .iterator();
  }

  /** Returns all versions of a type; an empty tree when there are none. */
  VersionTree tree(TypeKey typeKey);

  /** Returns the keys of all types, in order. */
  List<TypeKey> types();

  /**
   * Returns the head of each type, in the order of the keys.
   *
   * @param beside the key beside which they begin, itself not among them; null to begin at the
   *     first
   * @param backwards whether those before it are wanted, nearest first, instead of those after it
   */
  List<ContentTypeVersion> heads(@Nullable TypeKey beside, boolean backwards, int limit);

  /** Counts the types. */
  long countTypes();
}
