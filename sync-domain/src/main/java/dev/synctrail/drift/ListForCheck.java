package dev.synctrail.drift;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Lists the types of a platform and queues a check of each. */
@Dependent
public class ListForCheck {
  private static final System.Logger LOG = System.getLogger(ListForCheck.class.getName());

  private final PlatformLookup platformLookup;
  private final ExchangeLogs logs;
  private final BeginCheck beginCheck;
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public ListForCheck(
      PlatformLookup platformLookup,
      ExchangeLogs logs,
      BeginCheck beginCheck,
      RetryPolicy retries,
      RandomGenerator random,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.logs = logs;
    this.beginCheck = beginCheck;
    this.retries = retries;
    this.random = random;
    this.clock = clock;
  }

  /** Lists the types once; the result is recorded when this returns. */
  public void list(Taken taken) {
    UUID check = taken.workId();
    AttemptKey key = taken.key();
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      beginCheck.fail(key, gaveUp.get());
      return;
    }
    TypeListing found;
    try {
      PlatformLookup.Reached there = platformLookup.to(taken.platform());
      found = there.gateway().list(there.platform(), logs.of(key));
    } catch (Deferred e) {
      beginCheck.postpone(key, e.notBefore());
      return;
    } catch (PlatformException e) {
      retryOrFail(taken, key, e.failure());
      return;
    } catch (StaleLane e) {
      throw e;
    } catch (Unrecorded e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": the audit trail cannot be written", e);
      retryOrFail(taken, key, Unrecorded.failure(e));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": an internal error ended the listing", e);
      String message = "An internal error ended the listing; see the log for " + check;
      retryOrFail(taken, key, Failure.of(FailureClass.INTERNAL, message));
      return;
    }
    beginCheck.begin(taken.platform(), key, found);
  }

  private void retryOrFail(Taken taken, AttemptKey key, Failure failure) {
    retries
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> beginCheck.retry(key, clock.instant().plus(delay)),
            () -> beginCheck.fail(key, failure));
  }
}
