package dev.synctrail.deployment;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.drift.Accepting;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out what a person decides about a conflict. */
@Dependent
@Transactional
public class Resolving {
  private static final Set<SyncStatus> UNDER_WAY =
      EnumSet.of(SyncStatus.IN_PROGRESS, SyncStatus.UNKNOWN);

  private final Conflicts conflicts;
  private final Syncs syncs;
  private final Retrying retrying;
  private final Accepting accepting;
  private final Clock clock;

  @Inject
  public Resolving(
      Conflicts conflicts, Syncs syncs, Retrying retrying, Accepting accepting, Clock clock) {
    this.conflicts = conflicts;
    this.syncs = syncs;
    this.retrying = retrying;
    this.accepting = accepting;
    this.clock = clock;
  }

  /**
   * Keeps theirs, or pushes the same version again over it in a new deployment.
   *
   * @return the conflict as it is then; empty when there is none
   * @throws IllegalTransition when it is not open, a later push is under way, or the push cannot be
   *     repeated
   */
  public Optional<Conflict> resolve(SyncId sync, OnConflict how, Intent.Cause cause) {
    return conflicts.lock(sync).map(dispute -> resolve(dispute, how, cause));
  }

  private Conflict resolve(Conflict dispute, OnConflict how, Intent.Cause cause) {
    String reason = refusal(dispute);
    if (reason != null) {
      throw new IllegalTransition(reason);
    }
    RunId run = how == OnConflict.KEEP_THEIRS ? keep(dispute, cause) : push(dispute, how, cause);
    Conflict resolved = dispute.resolved(how, clock.instant(), cause.actor(), cause.reason(), run);
    conflicts.save(resolved);
    return resolved;
  }

  static @Nullable String refusal(Conflict dispute) {
    if (dispute.isOpen()) {
      return null;
    }
    return dispute.supersededBy() == null
        ? "The conflict of " + dispute.sync() + " is already resolved: " + dispute.resolution()
        : "The conflict of "
            + dispute.sync()
            + " was superseded by the later push "
            + dispute.supersededBy();
  }

  private @Nullable RunId keep(Conflict dispute, Intent.Cause cause) {
    syncs
        .supersededBy(syncs.find(dispute.latest()).orElseThrow(), UNDER_WAY)
        .ifPresent(
            later -> {
              throw new IllegalTransition(
                  "The later push " + later + " is still running and may change the type");
            });
    accepting.accept(
        dispute.platform(),
        dispute.typeKey(),
        new Accepting.Theirs(dispute.theirs(), dispute.etag(), dispute.fields()),
        cause.actor(),
        cause.reason());
    return null;
  }

  private RunId push(Conflict dispute, OnConflict how, Intent.Cause cause) {
    SyncId latest = dispute.latest();
    PushOptions options = syncs.lock(latest).orElseThrow().intent().options().on(how);
    return retrying.otherwise(latest, options, cause).id();
  }
}
