package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.deployment.AllowedActions.Availability;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.SettlingManually;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Determines the actions that are possible for a sync, by the same rules that reject the request.
 */
@ApplicationScoped
@Transactional
public class DetermineActions {
  /** A plan has to be made again, so that it reflects the current state. */
  static final String DRY_RUN_IS_OVER = "A finished dry run cannot be retried; plan again";

  static final String NOTHING_FAILED = "No sync failed";
  static final String NOTHING_CHANGED = "The deployment changed nothing";

  /** How many syncs of a run a page checks at most; the action itself checks all. */
  private static final int MAX_EXAMINED = 200;

  private final Syncs syncs;
  private final Runs runs;
  private final Platforms platforms;
  private final Versions versions;
  private final Conflicts conflicts;
  private final Snapshots snapshots;
  private final Pins pins;
  private final RollbackGuard rollbacks;

  @Inject
  public DetermineActions(
      Syncs syncs,
      Runs runs,
      Platforms platforms,
      Versions versions,
      Conflicts conflicts,
      Snapshots snapshots,
      Pins pins) {
    this.syncs = syncs;
    this.runs = runs;
    this.platforms = platforms;
    this.versions = versions;
    this.conflicts = conflicts;
    this.snapshots = snapshots;
    this.pins = pins;
    this.rollbacks = new RollbackGuard(syncs, runs, snapshots);
  }

  /** Returns the actions that are possible for a sync now; empty when there is no such sync. */
  public Optional<AllowedActions> with(SyncId id) {
    return syncs
        .find(id)
        .map(
            sync ->
                new AllowedActions(
                    Availability.unless(againstRepeating(sync)),
                    Availability.unless(againstSettling(sync)),
                    Availability.unless(againstRestoring(sync)),
                    Availability.unless(againstResolving(sync)),
                    Availability.unless(SettlingManually.refusal(sync, syncs.attempts(id)))));
  }

  /** Returns the actions that are allowed on a run now; empty if there is no such run. */
  public Optional<AllowedActions.WithRun> with(RunId id) {
    return runs.find(id)
        .map(
            run ->
                new AllowedActions.WithRun(
                    Availability.unless(againstRetryingSome(run)),
                    Availability.unless(againstRollingBack(run))));
  }

  /** Returns why no sync of a run can be retried now; empty when one can. */
  static Optional<String> againstRetrying(Run run) {
    if (!run.status().isFinal()) {
      return Optional.of(
          "The run is " + run.status() + "; failed syncs can be retried when no sync is pending");
    }
    return run.options().dryRun() ? Optional.of(DRY_RUN_IS_OVER) : Optional.empty();
  }

  private @Nullable String againstRetryingSome(Run run) {
    String reason = againstRetrying(run).orElse(null);
    if (reason != null) {
      return reason;
    }
    List<SyncId> failed = runs.inStatus(run.id(), SyncStatus.FAILED);
    reason = NOTHING_FAILED;
    for (SyncId id : failed.subList(0, Math.min(failed.size(), MAX_EXAMINED))) {
      reason = againstRepeating(syncs.find(id).orElseThrow());
      if (reason == null) {
        return null;
      }
    }
    return failed.size() > MAX_EXAMINED ? null : reason;
  }

  private @Nullable String againstRollingBack(Run run) {
    if (run.direction() == Direction.PULL) {
      return "Deployment not found";
    }
    String reason = RollingBack.refusal(run).orElse(null);
    if (reason != null) {
      return reason;
    }
    if (platforms.find(run.platform()).isEmpty()) {
      return "Unknown platform: " + run.platform();
    }
    List<SyncId> done =
        Stream.of(SyncStatus.SUCCESS, SyncStatus.PARTIAL)
            .flatMap(status -> runs.inStatus(run.id(), status).stream())
            .toList();
    return done.size() > MAX_EXAMINED
            || done.stream()
                .map(id -> syncs.find(id).orElseThrow())
                .anyMatch(RollbackGuard::hasChangedSomething)
        ? null
        : NOTHING_CHANGED;
  }

  /** Returns whether a request to repeat the sync means to settle its outcome instead. */
  static boolean isToBeSettled(Sync sync) {
    return againstSettling(sync) == null;
  }

  /** Returns whether it is one of several pushes of a cycle that only make sense together. */
  static boolean isOfCircle(Sync sync) {
    PushOptions options = sync.intent().options();
    return options.is(PushFlag.FIRST_PHASE) || options.is(PushFlag.SECOND_PHASE);
  }

  /**
   * Returns why a sync cannot be repeated now; null when it can. It must not throw: an exception
   * would roll back the transaction of a caller that continues without this sync.
   */
  @Nullable String againstRepeating(Sync sync) {
    if (sync.intent().recorder() != Recorder.ENGINE) {
      return fromOutside(sync, "repeat");
    }
    if (sync.intent().options().dryRun() && sync.status().isTerminal()) {
      return DRY_RUN_IS_OVER;
    }
    return switch (sync.status()) {
      case SUCCESS -> "Sync " + sync.id() + " succeeded";
      case IN_PROGRESS, UNKNOWN -> "Sync " + sync.id() + " is " + sync.status();
      case PARTIAL, FAILED -> againstDoingItAgain(sync);
    };
  }

  /** Checks every guard that applied to the original request, and what has happened since. */
  private @Nullable String againstDoingItAgain(Sync sync) {
    Intent intent = sync.intent();
    if (platforms.find(intent.platform()).isEmpty()) {
      return "Unknown platform: " + intent.platform();
    }
    return intent.direction() == Direction.PULL
        ? null
        : Stream.<Supplier<@Nullable String>>of(
                () -> againstPushingItLate(sync),
                () -> rollbacks.refusal(sync).map(Failure::message).orElse(null),
                () -> againstUndoingADecision(sync),
                () -> againstUndoingARollback(sync),
                () -> intent.options().is(PushFlag.RESTORE) ? againstRestoring(sync) : null,
                () -> againstPushingWhatIsGone(sync))
            .map(Supplier::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(null);
  }

  /**
   * A pin ends only with a request that names the type after the rollback, or with a newer version.
   */
  private @Nullable String againstUndoingARollback(Sync sync) {
    return pins.holding(sync.intent().platform(), sync.intent().typeKey())
        .filter(pin -> !pin.sync().equals(sync.id()))
        .map(Pin::why)
        .orElse(null);
  }

  /**
   * The changes by others were accepted as the deployed state, so that a push from before that
   * decision would now find no conflict, whether it has met one or not.
   */
  private @Nullable String againstUndoingADecision(Sync sync) {
    return conflicts
        .keptTheirs(sync.intent().platform(), sync.intent().typeKey())
        .filter(kept -> !sync.id().startedAt().isAfter(requireNonNull(kept.resolvedAt())))
        .map(Resolving::refusal)
        .orElse(null);
  }

  private @Nullable String againstPushingWhatIsGone(Sync sync) {
    return sync.payload(PayloadRole.INTENDED)
        .filter(wanted -> snapshots.describe(wanted.checksum(), wanted.truncated()).isEmpty())
        .map(wanted -> "The content of sync " + sync.id() + " was purged")
        .orElse(null);
  }

  private static String fromOutside(Sync sync, String what) {
    return "Sync "
        + sync.id()
        + " was recorded by an external system; only that system can "
        + what
        + " it";
  }

  private @Nullable String againstPushingItLate(Sync sync) {
    return syncs
        .supersededBy(sync, EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)))
        .map(
            later ->
                "Sync "
                    + sync.id()
                    + " was superseded by the later push "
                    + later
                    + "; a retry could overwrite a newer version with an older one")
        .orElse(null);
  }

  private static @Nullable String againstSettling(Sync sync) {
    if (sync.status() != SyncStatus.UNKNOWN) {
      return "Sync " + sync.id() + " is " + sync.status();
    }
    return sync.intent().recorder() == Recorder.ENGINE ? null : fromOutside(sync, "settle");
  }

  private @Nullable String againstRestoring(Sync sync) {
    String version = sync.version().versionId();
    if (version == null) {
      return "Sync " + sync.id() + " has no known version";
    }
    if (versions.find(new VersionId(version)).isEmpty()) {
      return "Unknown version: " + version;
    }
    PlatformId platform = sync.intent().platform();
    return platforms.find(platform).isPresent() ? null : "Unknown platform: " + platform;
  }

  private @Nullable String againstResolving(Sync sync) {
    Conflict conflict = conflicts.of(sync.id()).orElse(null);
    if (conflict == null) {
      return "Sync " + sync.id() + " has no conflict";
    }
    return Resolving.refusal(conflict);
  }
}
