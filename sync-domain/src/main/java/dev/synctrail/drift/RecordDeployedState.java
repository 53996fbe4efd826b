package dev.synctrail.drift;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushBaseline;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records the deployed state together with the outcome of a push, and queues the check that reads
 * it back.
 */
@ApplicationScoped
@Transactional(MANDATORY)
public class RecordDeployedState {
  private final DeployedStates deployedStates;
  private final DriftVerdicts driftVerdicts;
  private final DriftIncidents driftIncidents;
  private final PlatformChecks platformChecks;
  private final Snapshots snapshots;
  private final Backlog backlog;
  private final DriftPolicy policy;

  @Inject
  public RecordDeployedState(
      DeployedStates deployedStates,
      DriftVerdicts driftVerdicts,
      DriftIncidents driftIncidents,
      PlatformChecks platformChecks,
      Snapshots snapshots,
      Backlog backlog,
      DriftPolicy policy) {
    this.deployedStates = deployedStates;
    this.driftVerdicts = driftVerdicts;
    this.driftIncidents = driftIncidents;
    this.platformChecks = platformChecks;
    this.snapshots = snapshots;
    this.backlog = backlog;
    this.policy = policy;
  }

  void landed(@Observes PushLanded fact) {
    DeployedState before =
        deployedStates
            .lock(fact.platform(), fact.typeKey())
            .orElseGet(() -> DeployedState.unknown(fact.platform(), fact.typeKey()));
    boolean changed = fact.operation() != Operation.NONE;
    endIncident(fact, changed ? DriftIncident.End.PUSHED : DriftIncident.End.ACCEPTED);
    if (changed) {
      supersede(before, fact.sync(), fact.at());
    }
    Instant now = fact.at();
    DeployedState next = changed ? left(before, fact) : confirmed(before, fact);
    deployedStates.save(look(next, now, now.plus(policy.readBackAfter())));
  }

  private void endIncident(PushLanded fact, DriftIncident.End how) {
    driftIncidents
        .ongoing(fact.platform(), fact.typeKey())
        .map(incident -> incident.ended(how, fact.at(), fact.sync(), fact.actor(), null))
        .ifPresent(driftIncidents::save);
  }

  private DeployedState left(DeployedState before, PushLanded fact) {
    PushBaseline pushBaseline = fact.base();
    PayloadReference wanted = fact.operation() == Operation.DELETE ? null : wanted(fact);
    return pushBaseline == null
        ? before.pushed(fact.sync(), wanted, null, null)
        : before.pushed(
            fact.sync(),
            wanted,
            observation(pushBaseline, fact.at()),
            switch (pushBaseline.source()) {
              case ANSWER -> LeftBy.ANSWER;
              case READ_BACK -> LeftBy.READ_BACK;
            });
  }

  /**
   * A push that changed nothing does not replace an earlier push that wrote the same content; the
   * earlier one remains the push that is checked.
   */
  private DeployedState confirmed(DeployedState before, PushLanded fact) {
    SyncId earlier = before.pushed();
    PushBaseline pushBaseline = fact.base();
    PayloadReference wanted = wanted(fact);
    return before.pushed(
        earlier != null && Objects.equals(before.wanted(), wanted) ? earlier : fact.sync(),
        wanted,
        pushBaseline == null ? null : observation(pushBaseline, fact.at()),
        pushBaseline == null ? null : LeftBy.CONFIRMED_ANSWER);
  }

  /** Returns the desired content; after a merge it is the merged content. */
  private @Nullable PayloadReference wanted(PushLanded fact) {
    return fact.merged() == null ? fact.intended() : snapshots.keep(fact.merged());
  }

  private Observation observation(PushBaseline pushBaseline, Instant at) {
    return new Observation(
        snapshots.keep(pushBaseline.live().content()), pushBaseline.live().etag(), at);
  }

  private void supersede(DeployedState before, SyncId later, Instant now) {
    SyncId earlier = before.pushed();
    if (earlier == null) {
      return;
    }
    DriftVerdict last = driftVerdicts.on(earlier).orElse(null);
    driftVerdicts.save(
        new DriftVerdict(
            earlier,
            DriftVerdict.Word.SUPERSEDED,
            last == null ? List.of() : last.fields(),
            null,
            last == null ? null : last.live(),
            now,
            now,
            later,
            last == null ? null : last.check(),
            last == null ? before.leftBy() : last.base()));
  }

  /**
   * Queues a check of a type in place of a waiting one and returns the deployed state with it. The
   * caller is a lane of the platform, which finds the check when it is due.
   */
  DeployedState look(DeployedState deployedState, Instant now, Instant due) {
    UUID waiting = deployedState.check();
    if (waiting != null) {
      backlog.remove(waiting);
      platformChecks.checked(waiting, now);
    }
    PlatformId platform = deployedState.platform();
    TypeKey typeKey = deployedState.typeKey();
    UUID check = SyncId.at(now).value();
    backlog.addCheck(check, platform, typeKey, due);
    return deployedState.checking(check);
  }
}
