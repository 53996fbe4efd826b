package dev.synctrail.web.platform;

import dev.synctrail.access.Right;
import dev.synctrail.gateway.Configuring;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes platforms for the console. The audit entry commits in the same transaction, and a refused
 * change rolls back only this transaction and not the one of the page.
 */
@ApplicationScoped
@Needs(Right.ADMINISTRATION)
@Transactional
class PlatformChanges {
  private final Configuring configuring;
  private final Platforms platforms;
  private final Authorization authorization;

  @Inject
  PlatformChanges(Configuring configuring, Platforms platforms, Authorization authorization) {
    this.configuring = configuring;
    this.platforms = platforms;
    this.authorization = authorization;
  }

  /** Adds a platform; empty if the id is taken. */
  Optional<Platform> add(PlatformId id, Configuring.Wanted configuration, String actor) {
    Optional<Platform> added = configuring.add(id, configuration, actor);
    added.ifPresent(platform -> authorization.changed(null, answer(platform)));
    return added;
  }

  /**
   * Creates a revision of a platform, unless nothing differs.
   *
   * @param expectedRevision the revision that the change is based on
   * @throws IllegalStateException if it is no longer the current one
   */
  void change(
      PlatformId id,
      @Nullable String expectedRevision,
      Configuring.Wanted configuration,
      String actor) {
    Platform before = platforms.require(id);
    if (!String.valueOf(before.revision()).equals(expectedRevision)) {
      throw new IllegalStateException("Revision " + before.revision() + " is the current one");
    }
    Platform after = configuring.change(id, configuration, actor);
    if (after.revision() != before.revision()) {
      authorization.changed(answer(before), answer(after));
    }
  }

  /** Removes a platform from use and returns whether there was one. */
  boolean remove(PlatformId id) {
    Optional<Platform> before = platforms.find(id);
    boolean removed = configuring.remove(id);
    if (removed) {
      before.ifPresent(platform -> authorization.changed(answer(platform), null));
    }
    return removed;
  }

  private PlatformAnswer answer(Platform platform) {
    return PlatformAnswer.of(
        platform, configuring.hasCredentials(platform), configuring.locks(platform));
  }
}
