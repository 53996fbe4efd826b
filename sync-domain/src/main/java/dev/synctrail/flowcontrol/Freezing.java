package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets and removes change freezes. Once a freeze is committed, no write begins that it blocks. */
@ApplicationScoped
@Transactional
public class Freezing {
  private final Freezes freezes;
  private final Platforms platforms;
  private final WakeLanes wakeLanes;
  private final HaltLock haltLock;
  private final Clock clock;

  @Inject
  public Freezing(
      Freezes freezes, Platforms platforms, WakeLanes wakeLanes, HaltLock haltLock, Clock clock) {
    this.freezes = freezes;
    this.platforms = platforms;
    this.wakeLanes = wakeLanes;
    this.haltLock = haltLock;
    this.clock = clock;
  }

  /**
   * Sets a freeze.
   *
   * @throws UnknownPlatform when there is no such platform
   * @throws IllegalArgumentException when it never takes effect
   */
  public Freeze set(
      @Nullable PlatformId platform,
      String name,
      String reason,
      FreezeWindow freezeWindow,
      String actor) {
    Instant now = clock.instant();
    if (freezeWindow.next(now).isEmpty()) {
      throw new IllegalArgumentException(
          "The freeze never takes effect: it is in the past, or its time does not exist"
              + " in the time zone");
    }
    if (platform != null) {
      platforms.require(platform);
    }
    Freeze freeze =
        new Freeze(
            SyncId.at(now).value(), platform, name, reason, freezeWindow, actor, now, null, null);
    haltLock.lockForHalt();
    freezes.add(freeze);
    return freeze;
  }

  /**
   * Removes a freeze; the work that it blocked continues at once.
   *
   * @return the updated freeze; empty when there is none
   */
  public Optional<Freeze> remove(UUID id, String actor) {
    if (!freezes.remove(id, clock.instant(), actor)) {
      return Optional.empty();
    }
    Optional<Freeze> removed = freezes.find(id);
    removed.ifPresent(freeze -> wakeLanes.wake(freeze.platform()));
    return removed;
  }
}
