package dev.synctrail.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.ZoneOffset;

/** Makes the one clock; it begins with the machine's time and then follows the database's. */
@ApplicationScoped
class SystemClock {
  private final SteadyClock steady =
      new SteadyClock(Clock.tickMillis(ZoneOffset.UTC).instant(), System::nanoTime);

  @Produces
  SteadyClock clock() {
    return steady;
  }
}
