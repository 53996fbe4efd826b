package dev.synctrail.deployment;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RetryChain;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Determines why a type must not be returned to its state before a deployment. A retry is checked
 * like the rollback that it repeats.
 */
final class RollbackGuard {
  private final Syncs syncs;
  private final Runs runs;
  private final Snapshots snapshots;

  RollbackGuard(Syncs syncs, Runs runs, Snapshots snapshots) {
    this.syncs = syncs;
    this.runs = runs;
    this.snapshots = snapshots;
  }

  /** Returns whether a sync rolls back what a deployment has changed. */
  static boolean isRollback(Sync sync) {
    PushOptions options = sync.intent().options();
    return options.is(PushFlag.EXACTLY) && !options.is(PushFlag.RESTORE);
  }

  /**
   * Returns why a type must not be rolled back; empty when it may.
   *
   * @param last the deployment's last push of the type
   * @param before the state before the first push; null when the type was absent
   * @param kept whether the bytes of that state are stored
   */
  Optional<Failure> refusal(
      Sync last, @Nullable PayloadReference before, boolean kept, OnConflict onConflict) {
    return refusal(last, before, kept, onConflict, Set.of());
  }

  /**
   * Returns why a rollback must not be retried; empty when it may, or when the sync is not a
   * rollback.
   *
   * @param sync a part of the rollback, or a retry of one
   */
  Optional<Failure> refusal(Sync sync) {
    List<Sync> chain = RetryChain.of(sync, syncs);
    Sync first = chain.get(chain.size() - 1);
    if (!isRollback(first)) {
      return Optional.empty();
    }
    Sync last = undoneBy(first).orElse(null);
    if (last == null) {
      return Optional.of(
          Failure.of(
              FailureClass.SUPERSEDED,
              "The content of the push that sync "
                  + sync.id()
                  + " rolls back is no longer stored; plan again"));
    }
    PayloadReference before = first.payload(PayloadRole.INTENDED).orElse(null);
    boolean kept =
        before != null && snapshots.describe(before.checksum(), before.truncated()).isPresent();
    Set<SyncId> own = chain.stream().map(Sync::id).collect(Collectors.toUnmodifiableSet());
    return refusal(last, before, kept, first.intent().options().onConflict(), own);
  }

  private Optional<Sync> undoneBy(Sync rollback) {
    RunId run = rollback.intent().cause().run();
    return Optional.ofNullable(run)
        .flatMap(runs::find)
        .map(Run::rollbackOf)
        .flatMap(
            undone ->
                runs.ofType(undone, rollback.intent().typeKey()).stream()
                    .map(id -> syncs.find(id).orElseThrow())
                    .filter(RollbackGuard::hasChangedSomething)
                    .reduce((earlier, later) -> later));
  }

  /** Returns whether a push has changed its platform. */
  static boolean hasChangedSomething(Sync push) {
    return (push.status() == SyncStatus.SUCCESS || push.status() == SyncStatus.PARTIAL)
        && push.state().operation() != Operation.NONE;
  }

  private Optional<Failure> refusal(
      Sync last,
      @Nullable PayloadReference before,
      boolean kept,
      OnConflict onConflict,
      Set<SyncId> own) {
    if (before != null && before.truncated()) {
      return Optional.of(
          Failure.of(
              FailureClass.PAYLOAD_TOO_LARGE,
              "Only the beginning of the previous state is stored, which had "
                  + before.originalSize()
                  + " bytes; at most "
                  + Snapshot.LIMIT
                  + " are stored"));
    }
    if (before != null && !kept) {
      return Optional.of(Failure.of(FailureClass.INVALID_CONTENT, "The previous state was purged"));
    }
    return syncs
        .changedSince(last)
        .filter(later -> onConflict != OnConflict.OVERWRITE && !own.contains(later))
        .map(
            later ->
                Failure.of(
                    FailureClass.SUPERSEDED,
                    "Sync "
                        + last.id()
                        + " was superseded by the later push "
                        + later
                        + ", which the rollback would overwrite"));
  }
}
