package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.REQUIRED;

import dev.synctrail.drift.DriftVerdict.Word;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Records the result of a check, in one transaction with the end of the check itself. */
@ApplicationScoped
@Transactional(REQUIRED)
public class RecordObservation {
  private final DeployedStates deployedStates;
  private final DriftVerdicts driftVerdicts;
  private final DriftIncidents driftIncidents;
  private final PlatformChecks platformChecks;
  private final Snapshots snapshots;
  private final Backlog backlog;
  private final Clock clock;

  @Inject
  public RecordObservation(
      DeployedStates deployedStates,
      DriftVerdicts driftVerdicts,
      DriftIncidents driftIncidents,
      PlatformChecks platformChecks,
      Snapshots snapshots,
      Backlog backlog,
      Clock clock) {
    this.deployedStates = deployedStates;
    this.driftVerdicts = driftVerdicts;
    this.driftIncidents = driftIncidents;
    this.platformChecks = platformChecks;
    this.snapshots = snapshots;
    this.backlog = backlog;
    this.clock = clock;
  }

  /** Drops a check that has nothing to check any more. */
  void drop(AttemptKey key) {
    backlog.requireHeld(key);
    backlog.remove(key.workId());
    platformChecks.checked(key.workId(), clock.instant());
  }

  /** Postpones the check because its result may be temporary. */
  void doubted(AttemptKey key, DeployedState observed, Instant due) {
    backlog.release(key, due, null);
    deployedStates
        .lock(observed.platform(), observed.typeKey())
        .filter(held -> Objects.equals(held.check(), key.workId()))
        .ifPresent(held -> deployedStates.save(held.doubted()));
  }

  /** Records that the type is unchanged. */
  void unchanged(AttemptKey key, DeployedState observed) {
    Instant now = clock.instant();
    finish(key, observed, held -> held.unchanged(now), now);
  }

  /** Records that the type is absent. */
  void absent(AttemptKey key, DeployedState observed) {
    Instant now = clock.instant();
    if (observed.pushed() == null) {
      backlog.requireHeld(key);
      deployedStates.lock(observed.platform(), observed.typeKey());
      deployedStates.forget(observed);
      done(key, now);
      return;
    }
    finish(key, observed, held -> held.absent(now), now);
  }

  /** Records the state that was found. */
  void found(
      AttemptKey key,
      DeployedState observed,
      LiveState liveState,
      List<String> differing,
      List<String> changed) {
    Instant now = clock.instant();
    Observation found = new Observation(snapshots.keep(liveState.content()), liveState.etag(), now);
    finish(key, observed, held -> held.found(found, differing, changed, now), now);
  }

  /** Records that the platform could not be read, so that there is no result. */
  void inVain(AttemptKey key, DeployedState observed, Failure failure) {
    Instant now = clock.instant();
    backlog.requireHeld(key);
    DeployedState held =
        deployedStates.lock(observed.platform(), observed.typeKey()).orElse(observed);
    if (Objects.equals(held.check(), key.workId())) {
      SyncId pushed = held.pushed();
      if (pushed != null && driftVerdicts.on(pushed).isEmpty()) {
        driftVerdicts.save(
            new DriftVerdict(
                pushed,
                Word.UNVERIFIABLE,
                List.of(),
                failure.message(),
                null,
                now,
                now,
                null,
                key.workId(),
                held.leftBy()));
      }
      deployedStates.save(held.checking(null));
    }
    done(key, now);
  }

  private void finish(AttemptKey key, DeployedState observed, Step step, Instant now) {
    backlog.requireHeld(key);
    DeployedState held =
        deployedStates.lock(observed.platform(), observed.typeKey()).orElse(observed);
    // otherwise a push has landed meanwhile and queued its own check
    if (Objects.equals(held.check(), key.workId())) {
      DeployedState next = step.from(held);
      deployedStates.save(next);
      tell(next, key.workId(), now);
      recordIncident(held, next, now);
    }
    done(key, now);
  }

  private void done(AttemptKey key, Instant now) {
    backlog.remove(key.workId());
    platformChecks.checked(key.workId(), now);
  }

  private void tell(DeployedState deployedState, UUID check, Instant now) {
    SyncId pushed = deployedState.pushed();
    Word word = deployedState.word();
    if (pushed == null || word == null) {
      return;
    }
    DriftVerdict last = driftVerdicts.on(pushed).orElse(null);
    Instant since =
        last != null && last.word() == word && last.fields().equals(deployedState.fields())
            ? last.givenAt()
            : now;
    driftVerdicts.save(
        new DriftVerdict(
            pushed,
            word,
            deployedState.fields(),
            null,
            deployedState.live(),
            since,
            now,
            null,
            check,
            base(deployedState, last)));
  }

  /** A state that a user accepted later does not change what the push itself left. */
  private static DeployedState.@Nullable LeftBy base(
      DeployedState deployedState, @Nullable DriftVerdict last) {
    if (deployedState.leftBy() != DeployedState.LeftBy.PERSON) {
      return deployedState.leftBy();
    }
    return last == null ? null : last.base();
  }

  private void recordIncident(DeployedState before, DeployedState now, Instant at) {
    DriftIncident ongoing = driftIncidents.ongoing(now.platform(), now.typeKey()).orElse(null);
    if (!now.state().isDrift()) {
      if (ongoing != null) {
        driftIncidents.save(ongoing.ended(DriftIncident.End.REVERTED, at, null, null, null));
      }
      return;
    }
    driftIncidents.save(ongoing == null ? begun(before, now, at) : ongoing.seen(now, at));
  }

  private static DriftIncident begun(DeployedState before, DeployedState now, Instant at) {
    return new DriftIncident(
        SyncId.at(at).value(),
        now.platform(),
        now.typeKey(),
        Objects.requireNonNull(now.pushed()),
        now.state(),
        now.fields(),
        before.lastKnownGood(),
        at,
        at,
        now.live(),
        null,
        null,
        null,
        null,
        null);
  }

  /** A change that a check makes to a deployed state. */
  @FunctionalInterface
  private interface Step {
    DeployedState from(DeployedState held);
  }
}
