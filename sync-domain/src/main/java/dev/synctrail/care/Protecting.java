package dev.synctrail.care;

import dev.synctrail.care.Protection.Order;
import dev.synctrail.care.Protection.Settings;
import dev.synctrail.care.Protection.State;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.platform.UnknownPlatform;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets how a platform is protected; every server heeds it from its next exchange on. */
@Dependent
@Transactional
public class Protecting {
  private final Protections protections;
  private final Platforms platforms;
  private final Waking waking;
  private final Clock clock;

  @Inject
  public Protecting(Protections protections, Platforms platforms, Waking waking, Clock clock) {
    this.protections = protections;
    this.platforms = platforms;
    this.waking = waking;
    this.clock = clock;
  }

  /**
   * Sets all of it; wanting what is there makes no revision.
   *
   * @return the current revision then; empty when somebody else changed it just now
   * @throws UnknownPlatform when there is no such platform
   */
  public Optional<Protection> set(
      Protection current, Settings wanted, @Nullable String reason, String actor) {
    platforms.require(current.platform());
    if (wanted.equals(current.settings())) {
      return Optional.of(current);
    }
    return added(current.next(wanted, current.order(), reason, clock.instant(), actor));
  }

  /**
   * Tells the breaker of every server what to be.
   *
   * @return the current revision then; empty when somebody else changed it just now
   * @throws UnknownPlatform when there is no such platform
   */
  public Optional<Protection> order(PlatformId id, State state, String reason, String actor) {
    platforms.require(id);
    Protection current = protections.of(id);
    Order order = new Order(state, clock.instant());
    return added(current.next(current.settings(), order, reason, order.at(), actor));
  }

  private Optional<Protection> added(Protection next) {
    if (!protections.add(next)) {
      return Optional.empty();
    }
    waking.wake(next.platform());
    return Optional.of(next);
  }
}
