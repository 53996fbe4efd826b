package dev.synctrail.web.platform;

import dev.synctrail.access.Right;
import dev.synctrail.gateway.Configuring;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes platforms for their page, and what is recorded of it commits with it; what is refused
 * ends a transaction that the page is no part of.
 */
@Dependent
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

  /** Adds a platform; empty when there is one of that id. */
  Optional<Platform> add(PlatformId id, Configuring.Wanted wanted, String actor) {
    Optional<Platform> added = configuring.add(id, wanted, actor);
    added.ifPresent(platform -> authorization.changed(null, answer(platform)));
    return added;
  }

  /**
   * Makes a revision of a platform, unless nothing differs.
   *
   * @param seen the revision that is to be changed
   * @throws IllegalStateException when it is another by now
   */
  void change(PlatformId id, @Nullable String seen, Configuring.Wanted wanted, String actor) {
    Platform before = platforms.require(id);
    if (!String.valueOf(before.revision()).equals(seen)) {
      throw new IllegalStateException("Revision " + before.revision() + " is the current one");
    }
    Platform after = configuring.change(id, wanted, actor);
    if (after.revision() != before.revision()) {
      authorization.changed(answer(before), answer(after));
    }
  }

  /** Removes a platform from use; says whether there was one. */
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
