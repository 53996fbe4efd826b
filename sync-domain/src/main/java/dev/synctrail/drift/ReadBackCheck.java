package dev.synctrail.drift;

import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.ReadResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.retry.RetryPolicy;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog.Taken;
import dev.synctrail.tracking.ExchangeLogs;
import dev.synctrail.tracking.StaleLane;
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
 * Checks one type on its platform and records its state.
 *
 * <p>A read-back that finds a different state is repeated a few times before the result is
 * accepted: a write may take seconds to become visible.
 */
@Dependent
public class ReadBackCheck {
  private static final System.Logger LOG = System.getLogger(ReadBackCheck.class.getName());

  private final PlatformLookup platformLookup;
  private final Snapshots snapshots;
  private final DeployedStates deployedStates;
  private final RecordObservation recordObservation;
  private final ExchangeLogs logs;
  private final RetryPolicy retries;
  private final RandomGenerator random;
  private final DriftPolicy policy;
  private final Clock clock;
  private final ChangesByOthers comparison;

  @Inject
  public ReadBackCheck(
      PlatformLookup platformLookup,
      Snapshots snapshots,
      DeployedStates deployedStates,
      RecordObservation recordObservation,
      ExchangeLogs logs,
      RetryPolicy retries,
      RandomGenerator random,
      DriftPolicy policy,
      Clock clock) {
    this.platformLookup = platformLookup;
    this.snapshots = snapshots;
    this.deployedStates = deployedStates;
    this.recordObservation = recordObservation;
    this.logs = logs;
    this.retries = retries;
    this.random = random;
    this.policy = policy;
    this.clock = clock;
    this.comparison = new ChangesByOthers(snapshots, policy);
  }

  /** Checks the type. When this returns, the result or the time of the next check is recorded. */
  public void check(Taken taken) {
    AttemptKey key = taken.key();
    UUID check = taken.workId();
    Optional<DeployedState> pending = deployedStates.ofCheck(check);
    if (pending.isEmpty()) {
      recordObservation.drop(key);
      return;
    }
    DeployedState deployedState = pending.get();
    Optional<Failure> gaveUp = taken.gaveUp();
    if (gaveUp.isPresent()) {
      recordObservation.inVain(key, deployedState, gaveUp.get());
      return;
    }
    PlatformLookup.Reached there;
    ReadResult readResult;
    try {
      there = platformLookup.to(deployedState.platform());
      readResult =
          there
              .gateway()
              .pull(
                  new PullOrder(
                      there.platform(),
                      deployedState.typeKey(),
                      RequestPurpose.READ_BACK,
                      known(deployedState),
                      logs.of(key)));
    } catch (Deferred e) {
      recordObservation.postpone(key, e.notBefore());
      return;
    } catch (PlatformException e) {
      retryOrGiveUp(taken, key, deployedState, e.failure());
      return;
    } catch (StaleLane e) {
      throw e;
    } catch (Unrecorded e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": the audit trail cannot be written", e);
      retryOrGiveUp(taken, key, deployedState, Unrecorded.failure(e));
      return;
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, () -> "Check " + check + ": an internal error ended the read-back", e);
      String message = "An internal error ended the read-back; see the log for " + check;
      retryOrGiveUp(taken, key, deployedState, Failure.of(FailureClass.INTERNAL, message));
      return;
    }
    conclude(key, deployedState, there, readResult);
  }

  /**
   * Returns the entity tag of the last observed state, so that an unchanged body is not sent again;
   * null while the last push has not been read back.
   */
  private static @Nullable String known(DeployedState deployedState) {
    Observation liveState = deployedState.live();
    return deployedState.state() == DeployedState.State.PENDING || liveState == null
        ? null
        : liveState.etag();
  }

  private void conclude(
      AttemptKey key,
      DeployedState deployedState,
      PlatformLookup.Reached there,
      ReadResult readResult) {
    if (readResult instanceof ReadResult.Unchanged) {
      recordObservation.unchanged(key, deployedState);
      return;
    }
    LiveState liveState = readResult.live().orElse(null);
    List<String> changed =
        liveState == null ? List.of() : comparison.changes(deployedState, liveState, there);
    boolean asLeft = liveState == null ? deployedState.wanted() == null : changed.isEmpty();
    boolean mayBeLag =
        deployedState.state() == DeployedState.State.PENDING
            && !asLeft
            && deployedState.doubts() + 1 < policy.reads();
    if (mayBeLag) {
      recordObservation.doubted(key, deployedState, clock.instant().plus(policy.between()));
    } else if (liveState == null) {
      recordObservation.absent(key, deployedState);
    } else {
      recordObservation.found(
          key, deployedState, liveState, differing(deployedState, there, liveState), changed);
    }
  }

  private List<String> differing(
      DeployedState deployedState, PlatformLookup.Reached there, LiveState liveState) {
    PayloadReference wanted = deployedState.wanted();
    if (wanted == null) {
      return deployedState.pushed() == null ? List.of() : List.of("");
    }
    return policy.regarded(
        there
            .gateway()
            .differences(there.platform(), liveState.content(), snapshots.require(wanted)));
  }

  private void retryOrGiveUp(
      Taken taken, AttemptKey key, DeployedState deployedState, Failure failure) {
    retries
        .next(failure, taken.failures() + 1, random)
        .ifPresentOrElse(
            delay -> recordObservation.retry(key, clock.instant().plus(delay)),
            () -> recordObservation.inVain(key, deployedState, failure));
  }
}
