package dev.synctrail.retry;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PlatformLookup.Reached;
import dev.synctrail.tracking.AttemptOpening;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.TrailLog;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Reads from a platform for work that is not a sync, and decides what follows a failure. */
@ApplicationScoped
public class ReadWork {
  private final PlatformLookup platformLookup;
  private final ExchangeLogs logs;
  private final AttemptOpening attemptOpening;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public ReadWork(
      PlatformLookup platformLookup,
      ExchangeLogs logs,
      AttemptOpening attemptOpening,
      RetryPolicy policy,
      RandomGenerator random,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.logs = logs;
    this.attemptOpening = attemptOpening;
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /**
   * Reads once. When this returns, the result is recorded or the work is postponed.
   *
   * @param subject what the work belongs to, in messages, such as {@code Run}
   * @param kind what the work is, in messages, such as {@code listing}
   * @param reading reads from the platform, and returns what records the result
   * @param failed records that the work ends without a result
   * @throws StaleLane when another lane has taken over
   */
  public void read(
      Taken taken,
      String subject,
      String kind,
      BiFunction<Reached, ExchangeLog, Runnable> reading,
      Consumer<Failure> failed) {
    taken.gaveUp().ifPresentOrElse(failed, () -> attempt(taken, subject, kind, reading, failed));
  }

  private void attempt(
      Taken taken,
      String subject,
      String kind,
      BiFunction<Reached, ExchangeLog, Runnable> reading,
      Consumer<Failure> failed) {
    TrailLog log = logs.of(taken.key(), taken.platform());
    try {
      log.record(reading.apply(platformLookup.to(taken.platform()), log));
    } catch (Deferred e) {
      log.record(() -> attemptOpening.postpone(taken.key(), e.notBefore()));
    } catch (PlatformException e) {
      conclude(taken, subject, kind, log, e.failure(), failed);
    } catch (RuntimeException e) {
      Failure failure = Concluding.ours(subject, taken.workId(), kind, e);
      conclude(taken, subject, kind, log, failure, failed);
    }
  }

  private void conclude(
      Taken taken,
      String subject,
      String kind,
      TrailLog log,
      Failure failure,
      Consumer<Failure> failed) {
    try {
      log.record(() -> retryOrFail(taken, failure, failed));
    } catch (Unrecorded e) {
      Failure unrecorded = Concluding.ours(subject, taken.workId(), kind, e);
      log.record(() -> retryOrFail(taken, unrecorded, failed));
    }
  }

  private void retryOrFail(Taken taken, Failure failure, Consumer<Failure> failed) {
    policy
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> attemptOpening.retry(taken.key(), clock.instant().plus(delay)),
            () -> failed.accept(failure));
  }
}
