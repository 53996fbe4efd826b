package dev.synctrail.retrieval;

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
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Lists the types of a platform and begins the pull of each. */
@Dependent
public class Listing {
  private static final System.Logger LOG = System.getLogger(Listing.class.getName());

  private final PlatformLookup platformLookup;
  private final ExchangeLogs logs;
  private final ListedTypes listed;
  private final RetryPolicy policy;
  private final RandomGenerator random;
  private final Clock clock;

  @Inject
  public Listing(
      PlatformLookup platformLookup,
      ExchangeLogs logs,
      ListedTypes listed,
      RetryPolicy policy,
      RandomGenerator random,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.logs = logs;
    this.listed = listed;
    this.policy = policy;
    this.random = random;
    this.clock = clock;
  }

  /** Lists the types once; the result is recorded when this returns. */
  public void list(Taken taken) {
    RunId run = new RunId(taken.workId());
    AttemptKey key = taken.key();
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      listed.fail(run, key, gaveUp.get());
      return;
    }
    TypeListing found;
    try {
      PlatformLookup.Reached there = platformLookup.to(taken.platform());
      found = there.gateway().list(there.platform(), logs.of(key));
    } catch (Deferred e) {
      listed.postpone(key, e.notBefore());
      return;
    } catch (PlatformException e) {
      retryOrFail(taken, key, e.failure());
      return;
    } catch (StaleLane e) {
      throw e;
    } catch (Unrecorded e) {
      LOG.log(Level.ERROR, () -> "Run " + run + ": the audit trail cannot be written", e);
      retryOrFail(taken, key, Unrecorded.failure(e));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "Run " + run + ": an internal error ended the listing", e);
      String message = "An internal error ended the listing; see the log for " + run;
      retryOrFail(taken, key, Failure.of(FailureClass.INTERNAL, message));
      return;
    }
    listed.begin(run, key, found);
  }

  private void retryOrFail(Taken taken, AttemptKey key, Failure failure) {
    policy
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> listed.retry(key, clock.instant().plus(delay)),
            () -> listed.fail(new RunId(taken.workId()), key, failure));
  }
}
