package dev.synctrail.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.ZoneOffset;

/**
 * Produces the application's clock, which starts with the system time and then follows the
 * database.
 */
@ApplicationScoped
class SystemClock {
  private final SteadyClock steady =
      new SteadyClock(Clock.tickMillis(ZoneOffset.UTC).instant(), System::nanoTime);

  @Produces
  SteadyClock clock() {
    return steady;
  }
}
