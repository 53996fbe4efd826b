package dev.synctrail.drift;

import dev.synctrail.platform.Deferred;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Live;
import dev.synctrail.platform.PlatformException;
import dev.synctrail.platform.PullOrder;
import dev.synctrail.platform.Purpose;
import dev.synctrail.platform.Reach;
import dev.synctrail.platform.Reading;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.StaleLane;
import dev.synctrail.tracking.Try;
import dev.synctrail.tracking.Unrecorded;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Looks once at one type on its platform, and says how it stands there.
 *
 * <p>A read-back that finds something else looks again a few times before it believes it: what was
 * written may take seconds to be shown.
 */
@Dependent
public class Checking {
  private static final System.Logger LOG = System.getLogger(Checking.class.getName());

  private final Reach reach;
  private final Snapshots snapshots;
  private final Placements placements;
  private final Observing observing;
  private final ExchangeLogs logs;
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final DriftPolicy policy;
  private final Clock clock;
  private final ChangesByOthers comparison;

  @Inject
  public Checking(
      Reach reach,
      Snapshots snapshots,
      Placements placements,
      Observing observing,
      ExchangeLogs logs,
      RetryPolicy retries,
      RandomGenerator random,
      DriftPolicy policy,
      Clock clock) {
    this.reach = reach;
    this.snapshots = snapshots;
    this.placements = placements;
    this.observing = observing;
    this.logs = logs;
    this.retries = retries;
    this.random = random;
    this.policy = policy;
    this.clock = clock;
    this.comparison = new ChangesByOthers(snapshots, policy);
  }

  /** Looks; what was found is recorded when this returns, or when it will be looked at again. */
  public void check(Taken taken) {
    Try key = taken.key();
    UUID check = taken.trail();
    Optional<Placement> asked = placements.lookedAtBy(check);
    if (asked.isEmpty()) {
      observing.drop(key);
      return;
    }
    Placement placement = asked.get();
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      observing.inVain(key, placement, gaveUp.get());
      return;
    }
    Reach.Reached there;
    Reading reading;
    try {
      there = reach.to(placement.platform());
      reading =
          there
              .gateway()
              .pull(
                  new PullOrder(
                      there.platform(),
                      placement.typeKey(),
                      Purpose.READ_BACK,
                      known(placement),
                      logs.of(key)));
    } catch (Deferred e) {
      observing.postpone(key, e.notBefore());
      return;
    } catch (PlatformException e) {
      retryOrGiveUp(taken, key, placement, e.failure());
      return;
    } catch (StaleLane e) {
      throw e;
    } catch (Unrecorded e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": the trail cannot be written", e);
      retryOrGiveUp(taken, key, placement, Unrecorded.failure(e));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": a defect ended the look", e);
      String message = "A defect ended the look; see the log for " + check;
      retryOrGiveUp(taken, key, placement, Failure.of(FailureClass.INTERNAL, message));
      return;
    }
    conclude(key, placement, there, reading);
  }

  /** What was seen need not come again, unless it was of another push. */
  private static @Nullable String known(Placement placement) {
    Seen live = placement.live();
    return placement.state() == Placement.State.PENDING || live == null ? null : live.etag();
  }

  private void conclude(Try key, Placement placement, Reach.Reached there, Reading reading) {
    if (reading instanceof Reading.Unchanged) {
      observing.unchanged(key, placement);
      return;
    }
    Live live = reading.live().orElse(null);
    List<String> changed = live == null ? List.of() : comparison.changes(placement, live, there);
    boolean asLeft = live == null ? placement.wanted() == null : changed.isEmpty();
    boolean mayBeLag =
        placement.state() == Placement.State.PENDING
            && !asLeft
            && placement.doubts() + 1 < policy.looks();
    if (mayBeLag) {
      observing.doubted(key, placement, clock.instant().plus(policy.between()));
    } else if (live == null) {
      observing.absent(key, placement);
    } else {
      observing.found(key, placement, live, differing(placement, there, live), changed);
    }
  }

  private List<String> differing(Placement placement, Reach.Reached there, Live live) {
    Evidence wanted = placement.wanted();
    if (wanted == null) {
      return placement.pushed() == null ? List.of() : List.of("");
    }
    return policy.regarded(
        there.gateway().differences(there.platform(), live.content(), snapshots.require(wanted)));
  }

  private void retryOrGiveUp(Taken taken, Try key, Placement placement, Failure failure) {
    retries
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> observing.retry(key, clock.instant().plus(delay)),
            () -> observing.inVain(key, placement, failure));
  }
}
