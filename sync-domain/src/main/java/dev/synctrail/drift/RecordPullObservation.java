package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Remembers the state that a pull has read of a type that we never pushed, so that the next read
 * can be conditional on it. The state of types that we pushed is recorded only by checks.
 */
@ApplicationScoped
@Transactional(REQUIRES_NEW)
public class RecordPullObservation {
  private final DeployedStates deployedStates;
  private final Snapshots snapshots;
  private final Clock clock;

  @Inject
  public RecordPullObservation(DeployedStates deployedStates, Snapshots snapshots, Clock clock) {
    this.deployedStates = deployedStates;
    this.snapshots = snapshots;
    this.clock = clock;
  }

  /** Records the state that was read. */
  public void seen(PlatformId platform, TypeKey typeKey, LiveState liveState) {
    DeployedState known =
        deployedStates
            .lock(platform, typeKey)
            .orElseGet(() -> DeployedState.unknown(platform, typeKey));
    if (known.pushed() == null) {
      Instant now = clock.instant();
      Observation observation =
          new Observation(snapshots.keep(liveState.content()), liveState.etag(), now);
      deployedStates.save(
          known.found(observation, List.of(), List.of(), now).checking(known.check()));
    }
  }
}
