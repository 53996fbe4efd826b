package dev.synctrail.version;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores every version of every type with its exact bytes. Reads join a transaction if there is
 * one; writes fail without one.
 */
public interface Versions {
  /**
   * How many recent versions are considered when deciding which parts of a type come from
   * Synctrail.
   */
  int RECENT = 50;

  /**
   * Runs the work while holding an exclusive lock on the type until the caller's transaction ends.
   * The type need not exist.
   */
  <T> T exclusively(TypeKey typeKey, Supplier<T> work);

  /** Stores a version as the head of its type. Must be called within {@link #exclusively}. */
  void save(ContentTypeVersion version, Snapshot content);

  /** Returns one version. */
  Optional<ContentTypeVersion> find(VersionId id);

  /** Returns the version of a type that was saved last. */
  Optional<ContentTypeVersion> head(TypeKey typeKey);

  /**
   * Returns the exact and complete bytes of a version, whatever their size.
   *
   * @throws dev.synctrail.snapshot.SnapshotCorrupt if they differ from the stored ones
   */
  Optional<Snapshot> content(ContentTypeVersion version);

  /**
   * Returns a page of versions, newest first.
   *
   * @param cursor the creation time of the version next to which the page starts, exclusive; null
   *     to start at the newest
   * @param backwards whether to return the items before it, nearest first, instead of those after
   *     it
   */
  List<ContentTypeVersion> list(
      VersionFilter filter, @Nullable Instant cursor, boolean backwards, int limit);

  /** Returns the number of versions that {@link #list} would return without a limit. */
  long count(VersionFilter filter);

  /**
   * Returns the contents of the newest versions of a type, newest first. Each content is read
   * lazily.
   */
  default Iterable<Snapshot> recentContents(TypeKey typeKey) {
    return () ->
        list(VersionFilter.of(typeKey), null, false, RECENT).stream()
            .flatMap(version -> content(version).stream())
            .iterator();
  }

  /** Returns all versions of a type; an empty tree if there are none. */
  VersionTree tree(TypeKey typeKey);

  /** Returns the keys of all types, sorted. */
  List<TypeKey> types();

  /**
   * Returns a page of the heads of all types, sorted by key.
   *
   * @param cursor the key next to which the page starts, exclusive; null to start at the first
   * @param backwards whether to return the items before it, nearest first, instead of those after
   *     it
   */
  List<ContentTypeVersion> heads(@Nullable TypeKey cursor, boolean backwards, int limit);

  /** Returns the number of types. */
  long countTypes();
}
