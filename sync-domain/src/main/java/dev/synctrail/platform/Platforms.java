package dev.synctrail.platform;

import java.util.List;
import java.util.Optional;

/**
 * Stores every revision of the configured platforms. Writes join the caller's transaction and fail
 * without one.
 */
public interface Platforms {

  /** Returns the current revision, unless the platform was removed or never existed. */
  Optional<Platform> find(PlatformId id);

  /**
   * Returns the current revision.
   *
   * @throws UnknownPlatform when there is none, or the platform was removed
   */
  default Platform require(PlatformId id) {
    return find(id).orElseThrow(() -> new UnknownPlatform(id));
  }

  /** Returns the current revision of every platform that was not removed, ordered by id. */
  List<Platform> all();

  /** Returns every revision of a platform, the newest first, removed or not. */
  List<Platform> revisions(PlatformId id);

  /**
   * Adds a revision, one more than the last one, and makes it current.
   *
   * @throws IllegalStateException when the revision is not the next one
   */
  void add(Platform platform);

  /**
   * Removes a platform from use; its revisions are kept.
   *
   * @return whether there was one
   */
  boolean remove(PlatformId id);
}
