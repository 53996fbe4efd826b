package dev.synctrail.care;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets and removes change freezes; once one is committed, no write begins that it holds back. */
@Dependent
@Transactional
public class Freezing {
  private final Freezes freezes;
  private final Platforms platforms;
  private final Waking waking;
  private final Turns turns;
  private final Clock clock;

  @Inject
  public Freezing(Freezes freezes, Platforms platforms, Waking waking, Turns turns, Clock clock) {
    this.freezes = freezes;
    this.platforms = platforms;
    this.waking = waking;
    this.turns = turns;
    this.clock = clock;
  }

  /**
   * Sets a freeze.
   *
   * @throws UnknownPlatform when there is none
   * @throws IllegalArgumentException when it never holds
   */
  public Freeze set(
      @Nullable PlatformId platform, String name, String reason, Window window, String actor) {
    Instant now = clock.instant();
    if (window.next(now).isEmpty()) {
      throw new IllegalArgumentException(
          "It never holds: it is over already, or the clocks of its zone leave it out");
    }
    if (platform != null) {
      platforms.require(platform);
    }
    Freeze freeze =
        new Freeze(SyncId.at(now).value(), platform, name, reason, window, actor, now, null, null);
    turns.toHalt();
    freezes.add(freeze);
    return freeze;
  }

  /**
   * Removes a freeze; what it held back goes on at once.
   *
   * @return as it is then; empty when there is none
   */
  public Optional<Freeze> remove(UUID id, String actor) {
    if (!freezes.remove(id, clock.instant(), actor)) {
      return Optional.empty();
    }
    Optional<Freeze> removed = freezes.find(id);
    removed.ifPresent(freeze -> waking.wake(freeze.platform()));
    return removed;
  }
}
