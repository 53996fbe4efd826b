package dev.synctrail.deployment;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.drift.Accepting;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries out a user's decision about a conflict. */
@ApplicationScoped
@Transactional
public class Resolving {
  private static final Set<SyncStatus> UNDER_WAY =
      EnumSet.of(SyncStatus.IN_PROGRESS, SyncStatus.UNKNOWN);

  private final Conflicts conflicts;
  private final Syncs syncs;
  private final Retrying retrying;
  private final Accepting accepting;
  private final Pinning pinning;
  private final Clock clock;

  @Inject
  public Resolving(
      Conflicts conflicts,
      Syncs syncs,
      Retrying retrying,
      Accepting accepting,
      Pinning pinning,
      Clock clock) {
    this.conflicts = conflicts;
    this.syncs = syncs;
    this.retrying = retrying;
    this.accepting = accepting;
    this.pinning = pinning;
    this.clock = clock;
  }

  /**
   * Keeps the changes by others, or pushes the same version again over them in a new deployment.
   *
   * @return the updated conflict; empty when there is none
   * @throws IllegalTransition when it is not open, a later push is under way, or the push cannot be
   *     repeated
   */
  public Optional<Conflict> resolve(SyncId sync, OnConflict how, Intent.Cause cause) {
    return conflicts.lock(sync).map(conflict -> resolve(conflict, how, cause));
  }

  private Conflict resolve(Conflict conflict, OnConflict how, Intent.Cause cause) {
    String reason = refusal(conflict);
    if (reason != null) {
      throw new IllegalTransition(reason);
    }
    RunId run = how == OnConflict.KEEP_THEIRS ? keep(conflict, cause) : push(conflict, how, cause);
    Conflict resolved = conflict.resolved(how, clock.instant(), cause.actor(), cause.reason(), run);
    conflicts.save(resolved);
    return resolved;
  }

  static @Nullable String refusal(Conflict conflict) {
    if (conflict.isOpen()) {
      return null;
    }
    return conflict.supersededBy() == null
        ? "The conflict of " + conflict.sync() + " is already resolved: " + conflict.resolution()
        : "The conflict of "
            + conflict.sync()
            + " was superseded by the later push "
            + conflict.supersededBy();
  }

  private @Nullable RunId keep(Conflict conflict, Intent.Cause cause) {
    syncs
        .supersededBy(syncs.find(conflict.latest()).orElseThrow(), UNDER_WAY)
        .ifPresent(
            later -> {
              throw new IllegalTransition(
                  "The later push " + later + " is still running and may change the type");
            });
    accepting.accept(
        conflict.platform(),
        conflict.typeKey(),
        new Accepting.Theirs(conflict.theirs(), conflict.etag(), conflict.fields()),
        cause.actor(),
        cause.reason());
    pinning.kept(conflict, cause.actor(), cause.reason());
    return null;
  }

  private RunId push(Conflict conflict, OnConflict how, Intent.Cause cause) {
    SyncId latest = conflict.latest();
    PushOptions options = syncs.lock(latest).orElseThrow().intent().options().on(how);
    return retrying.otherwise(latest, options, cause).id();
  }
}
