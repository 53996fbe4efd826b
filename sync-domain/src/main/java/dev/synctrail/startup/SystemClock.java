package dev.synctrail.startup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.ZoneOffset;

/** The one clock; it ticks in milliseconds because that is what an id and a column can hold. */
@ApplicationScoped
class SystemClock {

  @Produces
  Clock clock() {
    return Clock.tickMillis(ZoneOffset.UTC);
  }
}
