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

/** Starts and ends pauses. Once a pause is committed, no request begins that it blocks. */
@ApplicationScoped
@Transactional
public class Pausing {
  private final Pauses pauses;
  private final Platforms platforms;
  private final WakeLanes wakeLanes;
  private final HaltLock haltLock;
  private final Clock clock;

  @Inject
  public Pausing(
      Pauses pauses, Platforms platforms, WakeLanes wakeLanes, HaltLock haltLock, Clock clock) {
    this.pauses = pauses;
    this.platforms = platforms;
    this.wakeLanes = wakeLanes;
    this.haltLock = haltLock;
    this.clock = clock;
  }

  /**
   * Pauses one platform, or all.
   *
   * @return empty when a pause of the same scope is in force
   * @throws UnknownPlatform when there is no such platform
   * @throws IllegalArgumentException when {@code until} is in the past
   */
  public Optional<Pause> start(
      @Nullable PlatformId platform, String reason, @Nullable Instant until, String actor) {
    Instant now = clock.instant();
    if (until != null && !until.isAfter(now)) {
      throw new IllegalArgumentException("The time is in the past");
    }
    if (platform != null) {
      platforms.require(platform);
    }
    haltLock.lockForHalt();
    Pause pause =
        new Pause(SyncId.at(now).value(), platform, reason, actor, now, until, null, null);
    return Optional.of(pause).filter(pauses::add);
  }

  /**
   * Ends a pause; the lanes continue at once.
   *
   * @return the updated pause; empty when it is not in force
   */
  public Optional<Pause> end(UUID id, String actor) {
    Instant now = clock.instant();
    if (!pauses.end(id, now, actor)) {
      return Optional.empty();
    }
    Optional<Pause> ended = pauses.find(id);
    ended.ifPresent(pause -> wakeLanes.wake(pause.platform()));
    return ended;
  }
}
