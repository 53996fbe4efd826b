package dev.synctrail.flowcontrol;

import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halt.Scope;
import dev.synctrail.gateway.Halts;
import dev.synctrail.platform.PlatformId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Combines pauses and change freezes into the current halt of a platform. */
@ApplicationScoped
public class Halting implements Halts {
  private final Pauses pauses;
  private final Freezes freezes;
  private final HaltLock haltLock;
  private final Clock clock;

  @Inject
  public Halting(Pauses pauses, Freezes freezes, HaltLock haltLock, Clock clock) {
    this.pauses = pauses;
    this.freezes = freezes;
    this.haltLock = haltLock;
    this.clock = clock;
  }

  @Override
  public Halt on(PlatformId platform) {
    Instant now = clock.instant();
    List<Pause> inForce = pauses.inForce(platform, now);
    if (!inForce.isEmpty()) {
      return new Halt(Scope.EVERYTHING, inForce.get(0).words(), lastEnd(inForce));
    }
    return freezes.on(platform, now).stream()
        .flatMap(freeze -> freeze.at(now).map(span -> frozen(freeze, span)).stream())
        .max(Comparator.comparing(halt -> Objects.requireNonNull(halt.until())))
        .orElse(Halt.NONE);
  }

  @Override
  public Halt onBeginning(PlatformId platform) {
    haltLock.lockForRequest();
    return on(platform);
  }

  private static Halt frozen(Freeze freeze, Span span) {
    return new Halt(Scope.WRITES, freeze.words(), span.end());
  }

  private static @Nullable Instant lastEnd(List<Pause> inForce) {
    Instant last = Instant.MIN;
    for (Pause pause : inForce) {
      Instant until = pause.until();
      if (until == null) {
        return null;
      }
      last = until.isAfter(last) ? until : last;
    }
    return last;
  }
}
