package dev.synctrail.deployment;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformLookup;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.Rejected;
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
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prevents a retry from losing data on the platform that no confirmed plan lists. A user who
 * retries sees what failed, but not what would be lost; a user who confirmed a plan, or resolved a
 * conflict with its three sides in view, has seen it.
 */
@ApplicationScoped
@Transactional
public class DataLossGuard {
  /** The loss of a whole type. */
  static final FieldError THE_TYPE =
      new FieldError("", "The type and all of its content are removed.");

  private final Syncs syncs;
  private final Runs runs;
  private final Conflicts conflicts;
  private final Snapshots snapshots;
  private final Versions versions;

  @Inject
  public DataLossGuard(
      Syncs syncs, Runs runs, Conflicts conflicts, Snapshots snapshots, Versions versions) {
    this.syncs = syncs;
    this.runs = runs;
    this.conflicts = conflicts;
    this.snapshots = snapshots;
    this.versions = versions;
  }

  /**
   * Verifies that a retry loses only data whose loss was confirmed.
   *
   * @param decided the state to write; empty to leave the platform unchanged
   * @throws Rejected naming what would be lost
   */
  void require(
      PlatformLookup.Reached there,
      Sync sync,
      @Nullable LiveState liveState,
      Optional<DesiredState> decided) {
    if (sync.intent().cause().retryOf() == null || liveState == null || decided.isEmpty()) {
      return;
    }
    Set<FieldError> losses =
        losses(there, sync.intent().typeKey(), liveState.content(), decided.get());
    if (losses.isEmpty()) {
      return;
    }
    Set<FieldError> confirmed = confirmed(there, sync);
    List<FieldError> unseen = losses.stream().filter(loss -> !confirmed.contains(loss)).toList();
    if (!unseen.isEmpty()) {
      throw new Rejected(failure(sync, unseen));
    }
  }

  private static Failure failure(Sync sync, List<FieldError> unseen) {
    String what =
        unseen.contains(THE_TYPE)
            ? "the type"
            : unseen.stream().map(FieldError::field).collect(Collectors.joining(", "));
    return Failure.of(
        FailureClass.BREAKING_CHANGE,
        "The retry would lose data of "
            + sync.intent().typeKey()
            + ": "
            + what
            + "; no confirmed plan lists this loss, so nothing was written. Plan again.",
        unseen);
  }

  private Set<FieldError> losses(
      PlatformLookup.Reached there,
      TypeKey typeKey,
      Snapshot liveState,
      DesiredState desiredState) {
    return desiredState instanceof DesiredState.Content content
        ? Set.copyOf(
            there
                .gateway()
                .losses(
                    there.platform(), liveState, content.whole(), versions.recentContents(typeKey)))
        : Set.of(THE_TYPE);
  }

  private Set<FieldError> confirmed(PlatformLookup.Reached there, Sync sync) {
    Set<FieldError> confirmed = new HashSet<>();
    for (Sync link : RetryChain.of(sync, syncs)) {
      RunId run = link.intent().cause().run();
      if (run != null) {
        runs.find(run)
            .map(Run::plan)
            .ifPresent(plan -> confirmed.addAll(planned(there, plan, link)));
      }
      SyncId retried = link.intent().cause().retryOf();
      if (retried == null) {
        confirmed.addAll(ordered(link));
      } else {
        conflicts
            .of(retried)
            .filter(conflict -> run != null && run.equals(conflict.resolvedBy()))
            .ifPresent(conflict -> confirmed.addAll(decided(there, conflict)));
      }
    }
    return confirmed;
  }

  /** A request to remove a type names it; a rollback also removes types that no user has named. */
  private static Set<FieldError> ordered(Sync first) {
    return first.isRemoval() && !first.intent().options().is(PushFlag.EXACTLY)
        ? Set.of(THE_TYPE)
        : Set.of();
  }

  /** A plan confirms losses only for the same content, or the same removal. */
  private Set<FieldError> planned(PlatformLookup.Reached there, RunId plan, Sync sync) {
    Set<FieldError> named = new HashSet<>();
    for (SyncId id : runs.ofType(plan, sync.intent().typeKey())) {
      Sync dry = syncs.find(id).orElseThrow();
      if (dry.isRemoval() && sync.isRemoval() && dry.state().operation() == Operation.DELETE) {
        named.add(THE_TYPE);
      }
      PayloadReference wanted = dry.payload(PayloadRole.INTENDED).orElse(null);
      if (wanted != null && sync.payload(PayloadRole.INTENDED).filter(wanted::equals).isPresent()) {
        named.addAll(
            between(
                there,
                sync.intent().typeKey(),
                dry.payload(PayloadRole.BEFORE).orElse(null),
                wanted));
      }
    }
    return named;
  }

  private Set<FieldError> decided(PlatformLookup.Reached there, Conflict conflict) {
    PayloadReference wanted = conflict.wanted();
    return wanted == null
        ? Set.of(THE_TYPE)
        : between(there, conflict.typeKey(), conflict.theirs(), wanted);
  }

  private Set<FieldError> between(
      PlatformLookup.Reached there,
      TypeKey typeKey,
      @Nullable PayloadReference liveState,
      @Nullable PayloadReference wanted) {
    Snapshot is = stored(liveState);
    Snapshot want = stored(wanted);
    return is == null || want == null
        ? Set.of()
        : losses(there, typeKey, is, new DesiredState.Content(want));
  }

  private @Nullable Snapshot stored(@Nullable PayloadReference payloadReference) {
    return payloadReference == null || payloadReference.truncated()
        ? null
        : snapshots.find(payloadReference.checksum(), false).orElse(null);
  }
}
