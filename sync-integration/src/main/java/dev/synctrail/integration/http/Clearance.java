package dev.synctrail.integration.http;

import dev.synctrail.care.Protection;
import dev.synctrail.care.Protections;
import dev.synctrail.platform.Deferred;
import dev.synctrail.platform.ExchangeLog;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Halt;
import dev.synctrail.platform.Halts;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Purpose;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.function.Function;

/**
 * What people have said about a platform, read anew before every request, so that it holds on every
 * server from its commit on. Halts are asked for once more when the request is recorded.
 */
@Dependent
class Clearance {
  private static final System.Logger LOG = System.getLogger(Clearance.class.getName());

  private final Halts halts;
  private final Function<PlatformId, Protection> protections;
  private final Clock clock;

  @Inject
  Clearance(Halts halts, Protections protections, Clock clock) {
    this(halts, protections::of, clock);
  }

  Clearance(Halts halts, Function<PlatformId, Protection> protections, Clock clock) {
    this.halts = halts;
    this.protections = protections;
    this.clock = clock;
  }

  /** Nobody has said anything. */
  static Clearance open(Clock clock) {
    return new Clearance(platform -> Halt.NONE, Protection::unset, clock);
  }

  /**
   * Returns how the platform is protected.
   *
   * @throws Deferred when a request is held back, or when nobody can tell
   */
  Protection of(PlatformId platform, Purpose purpose, ExchangeLog log) {
    Halt halt;
    Protection protection;
    try {
      halt = log.isByHand() ? Halt.NONE : halts.on(platform);
      protection = protections.apply(platform);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, () -> "It cannot be read whether " + platform + " is paused", e);
      throw new Deferred(
          Failure.of(
              FailureClass.INTERNAL, "It could not be read whether " + platform + " is paused"),
          clock.instant().plusSeconds(1));
    }
    halt.requireNone(purpose, clock.instant());
    return protection;
  }
}
