package dev.synctrail.conflict;

import dev.synctrail.drift.Accepting;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.tracking.Beginning;
import dev.synctrail.tracking.Beginning.Wanted;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Role;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what a person decides about a conflict. */
@Dependent
@Transactional
public class Resolving {
  private final Disputes disputes;
  private final Syncs syncs;
  private final Beginning beginning;
  private final Accepting accepting;
  private final Clock clock;

  @Inject
  public Resolving(
      Disputes disputes, Syncs syncs, Beginning beginning, Accepting accepting, Clock clock) {
    this.disputes = disputes;
    this.syncs = syncs;
    this.beginning = beginning;
    this.accepting = accepting;
    this.clock = clock;
  }

  /**
   * Keeps theirs, or pushes the same version again over it in a new deployment.
   *
   * @return the conflict as it is then; empty when there is none
   * @throws IllegalTransition when it is decided already, or a later push has gone out
   */
  public Optional<Dispute> resolve(SyncId sync, OnConflict how, Intent.Cause cause) {
    return disputes.lock(sync).map(dispute -> resolve(dispute, how, cause));
  }

  private Dispute resolve(Dispute dispute, OnConflict how, Intent.Cause cause) {
    if (!dispute.isOpen()) {
      throw new IllegalTransition(
          "The conflict of " + dispute.sync() + " was decided: " + dispute.resolution());
    }
    RunId run = how == OnConflict.KEEP_THEIRS ? keep(dispute, cause) : push(dispute, how, cause);
    Dispute resolved = dispute.resolved(how, clock.instant(), cause.actor(), cause.reason(), run);
    disputes.save(resolved);
    return resolved;
  }

  private @Nullable RunId keep(Dispute dispute, Intent.Cause cause) {
    accepting.accept(
        dispute.platform(),
        dispute.typeKey(),
        dispute.theirs(),
        dispute.etag(),
        cause.actor(),
        cause.reason());
    return null;
  }

  private RunId push(Dispute dispute, OnConflict how, Intent.Cause cause) {
    Sync refused = syncs.lock(dispute.sync()).orElseThrow();
    syncs
        .overtakenBy(refused, EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)))
        .ifPresent(
            later -> {
              throw new IllegalTransition(
                  "The push of the conflict was overtaken by the later push " + later);
            });
    PushOptions options = refused.intent().options().on(how);
    Run run = beginning.run(Direction.PUSH, dispute.platform(), options, cause, null, 1);
    beginning.sync(
        new Wanted(
            Direction.PUSH,
            dispute.typeKey(),
            refused.version(),
            refused.evidence(Role.INTENDED).orElse(null)),
        dispute.platform(),
        options,
        cause.in(run.id()).repeating(refused.id()));
    beginning.queued(dispute.platform());
    return run.id();
  }
}
