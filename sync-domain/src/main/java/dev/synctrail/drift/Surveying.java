package dev.synctrail.drift;

import dev.synctrail.platform.Deferred;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Listed;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.Reach;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Try;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Asks a platform which types it holds, and queues a look at each. */
@Dependent
public class Surveying {
  private static final System.Logger LOG = System.getLogger(Surveying.class.getName());

  private final Reach reach;
  private final ExchangeLogs logs;
  private final Surveyed surveyed;
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public Surveying(
      Reach reach,
      ExchangeLogs logs,
      Surveyed surveyed,
      RetryPolicy retries,
      RandomGenerator random,
      Clock clock) {
    this.reach = reach;
    this.logs = logs;
    this.surveyed = surveyed;
    this.retries = retries;
    this.random = random;
    this.clock = clock;
  }

  /** Asks once; what follows is recorded when this returns. */
  public void survey(Taken taken) {
    UUID survey = taken.trail();
    Try key = taken.key();
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      surveyed.fail(key, gaveUp.get());
      return;
    }
    Listed found;
    try {
      Reach.Reached there = reach.to(taken.platform());
      found = there.gateway().list(there.platform(), logs.of(key));
    } catch (Deferred e) {
      surveyed.postpone(key, e.notBefore());
      return;
    } catch (PlatformException e) {
      retryOrFail(taken, key, e.failure());
      return;
    } catch (StaleLane e) {
      throw e;
    } catch (Unrecorded e) {
      LOG.log(Level.ERROR, () -> "Check " + survey + ": the trail cannot be written", e);
      retryOrFail(taken, key, Unrecorded.failure(e));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "Check " + survey + ": a defect ended the listing", e);
      String message = "A defect ended the listing; see the log for " + survey;
      retryOrFail(taken, key, Failure.of(FailureClass.INTERNAL, message));
      return;
    }
    if (!found.skipped().isEmpty()) {
      LOG.log(Level.WARNING, () -> "Check " + survey + ": cannot be looked at: " + found.skipped());
    }
    surveyed.begin(taken.platform(), key, found.typeKeys());
  }

  private void retryOrFail(Taken taken, Try key, Failure failure) {
    retries
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> surveyed.retry(key, clock.instant().plus(delay)),
            () -> surveyed.fail(key, failure));
  }
}
