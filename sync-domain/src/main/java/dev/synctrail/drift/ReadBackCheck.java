package dev.synctrail.drift;

import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.ReadResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.retry.ReadWork;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog.Taken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Checks one type on its platform and records its state.
 *
 * <p>A read-back that finds a different state is repeated a few times before the result is
 * accepted: a write may take seconds to become visible.
 */
@ApplicationScoped
public class ReadBackCheck {
  private final ReadWork readWork;
  private final Snapshots snapshots;
  private final DeployedStates deployedStates;
  private final RecordObservation recordObservation;
  private final DriftPolicy policy;
  private final Clock clock;
  private final ChangesByOthers comparison;

  @Inject
  public ReadBackCheck(
      ReadWork readWork,
      Snapshots snapshots,
      DeployedStates deployedStates,
      RecordObservation recordObservation,
      DriftPolicy policy,
      Clock clock) {
    this.readWork = readWork;
    this.snapshots = snapshots;
    this.deployedStates = deployedStates;
    this.recordObservation = recordObservation;
    this.policy = policy;
    this.clock = clock;
    this.comparison = new ChangesByOthers(snapshots, policy);
  }

  /** Checks the type. When this returns, the result or the time of the next check is recorded. */
  public void check(Taken taken) {
    AttemptKey key = taken.key();
    deployedStates
        .ofCheck(taken.workId())
        .ifPresentOrElse(
            deployedState -> check(taken, deployedState), () -> recordObservation.drop(key));
  }

  private void check(Taken taken, DeployedState deployedState) {
    AttemptKey key = taken.key();
    readWork.read(
        taken,
        "Check",
        "read-back",
        (there, log) -> {
          ReadResult readResult =
              there
                  .gateway()
                  .pull(
                      new PullOrder(
                          there.platform(),
                          deployedState.typeKey(),
                          RequestPurpose.READ_BACK,
                          known(deployedState),
                          log));
          return () -> conclude(key, deployedState, there, readResult);
        },
        failure -> recordObservation.inVain(key, deployedState, failure));
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
}
