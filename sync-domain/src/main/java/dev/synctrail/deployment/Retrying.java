package dev.synctrail.deployment;

import static java.util.Objects.requireNonNull;

import dev.synctrail.gateway.PushOptions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.RecordIntent;
import dev.synctrail.tracking.RecordIntent.Wanted;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Retries syncs on request of a user, each as a new sync, because a terminal sync never changes. A
 * retry passes every guard of the original request ({@link DetermineActions}), and may lose only
 * data on the platform that a confirmed plan lists ({@link DataLossGuard}).
 */
@ApplicationScoped
@Transactional
public class Retrying {
  private final Syncs syncs;
  private final Runs runs;
  private final Backlog backlog;
  private final RecordIntent recordIntent;
  private final DetermineActions determineActions;
  private final RetryStages retryStages;
  private final Pinning pinning;
  private final Clock clock;

  @Inject
  Retrying(
      Syncs syncs,
      Runs runs,
      Backlog backlog,
      RecordIntent recordIntent,
      DetermineActions determineActions,
      RetryStages retryStages,
      Pinning pinning,
      Clock clock) {
    this.syncs = syncs;
    this.runs = runs;
    this.backlog = backlog;
    this.recordIntent = recordIntent;
    this.determineActions = determineActions;
    this.retryStages = retryStages;
    this.pinning = pinning;
    this.clock = clock;
  }

  /**
   * Repeats one sync, or settles one at once whose outcome is unknown.
   *
   * @return the new sync, or the same one when it is being settled; empty when there is none
   * @throws IllegalTransition with the reason when it cannot be repeated
   */
  public Optional<SyncId> sync(SyncId id, Intent.Cause cause) {
    return syncs.lock(id).map(sync -> repeat(sync, cause));
  }

  /** Returns why a sync cannot be repeated now; empty when it can, or when there is none. */
  public Optional<String> refusal(SyncId id) {
    return syncs
        .find(id)
        .filter(sync -> !DetermineActions.isToBeSettled(sync))
        .map(determineActions::againstRepeating);
  }

  /**
   * Repeats many syncs outside a run, each if it can be repeated; the lanes are notified once.
   *
   * @param order shared by all syncs that wait for each other, because referenced types go first
   * @return the result for each, in the given order
   */
  public List<Repeated> each(Collection<SyncId> ids, UUID order, Intent.Cause cause) {
    Map<SyncId, Sync> found = new LinkedHashMap<>();
    ids.forEach(id -> syncs.lock(id).ifPresent(sync -> found.put(id, sync)));
    Map<SyncId, Integer> places = retryStages.of(found.values());
    Set<PlatformId> platforms = new LinkedHashSet<>();
    Map<SyncId, Repeated> outcomes = new HashMap<>();
    for (Sync sync : newestFirst(found.values())) {
      Repeated outcome = oneOfMany(sync, cause, order, requireNonNull(places.get(sync.id())));
      if (outcome.next() != null) {
        platforms.add(sync.intent().platform());
      }
      outcomes.put(sync.id(), outcome);
    }
    platforms.forEach(recordIntent::queued);
    return ids.stream()
        .map(
            id ->
                outcomes.getOrDefault(
                    id, new Repeated(id, null, "Sync " + id + " no longer exists")))
        .toList();
  }

  /** The newest sync of a type is retried first, which supersedes the older ones. */
  private static List<Sync> newestFirst(Collection<Sync> syncs) {
    return syncs.stream().sorted(Comparator.comparing(Sync::id).reversed()).toList();
  }

  private Repeated oneOfMany(Sync sync, Intent.Cause cause, UUID order, int stage) {
    if (DetermineActions.isToBeSettled(sync)) {
      settleNow(sync);
      return new Repeated(sync.id(), sync.id(), null);
    }
    String refusal =
        DetermineActions.isOfCircle(sync)
            ? ofCircle(sync)
            : determineActions.againstRepeating(sync);
    return refusal == null
        ? new Repeated(sync.id(), begin(sync, cause, order, stage), null)
        : new Repeated(sync.id(), null, refusal);
  }

  private static String ofCircle(Sync sync) {
    return "Sync "
        + sync.id()
        + " belongs to a cycle of references; retry its deployment "
        + sync.intent().cause().run();
  }

  private SyncId repeat(Sync sync, Intent.Cause cause) {
    SyncId next = begun(sync, cause);
    recordIntent.queued(sync.intent().platform());
    return next;
  }

  private SyncId begun(Sync sync, Intent.Cause cause) {
    if (DetermineActions.isToBeSettled(sync)) {
      settleNow(sync);
      return sync.id();
    }
    requireRepeatable(sync);
    return begin(sync, sync.intent().options(), cause, 0);
  }

  private void settleNow(Sync sync) {
    if (!backlog.hasten(sync.id(), clock.instant())) {
      backlog.add(sync.id(), sync.intent().platform(), sync.intent().typeKey(), clock.instant());
    }
  }

  /**
   * Repeats the failed syncs of a run in a new run; those that cannot be repeated are left out.
   *
   * @return empty when there is no such run
   * @throws IllegalTransition with the reason when nothing can be repeated
   */
  public Optional<Run> run(RunId id, Intent.Cause cause) {
    return runs.find(id).map(run -> repeat(run, cause));
  }

  private Run repeat(Run run, Intent.Cause cause) {
    DetermineActions.againstRetrying(run)
        .ifPresent(
            why -> {
              throw new IllegalTransition(why);
            });
    List<Sync> repeatable = new ArrayList<>();
    String reason = DetermineActions.NOTHING_FAILED;
    for (SyncId failed : runs.inStatus(run.id(), SyncStatus.FAILED)) {
      Sync sync = syncs.lock(failed).orElseThrow();
      String refusal = determineActions.againstRepeating(sync);
      if (refusal == null) {
        repeatable.add(sync);
      } else {
        reason = refusal;
      }
    }
    if (repeatable.isEmpty()) {
      throw new IllegalTransition(reason);
    }
    Run next =
        recordIntent.run(
            run.direction(),
            run.platform(),
            run.options(),
            cause,
            Run.Origin.retrying(run.id()),
            repeatable.size());
    Map<SyncId, Integer> places = retryStages.of(repeatable);
    for (Sync sync : repeatable) {
      int stage = requireNonNull(places.get(sync.id()));
      begin(sync, sync.intent().options(), cause.in(next.id()), stage);
    }
    recordIntent.queued(run.platform());
    return next;
  }

  /**
   * Repeats one failed sync in a run of its own, with other options.
   *
   * @throws IllegalTransition with the reason when it cannot be repeated
   */
  public Run otherwise(SyncId id, PushOptions options, Intent.Cause cause) {
    Sync sync = syncs.lock(id).orElseThrow(() -> new IllegalTransition("Unknown sync: " + id));
    requireRepeatable(sync);
    Intent intent = sync.intent();
    Run run =
        recordIntent.run(intent.direction(), intent.platform(), options, cause, Run.Origin.NONE, 1);
    begin(sync, options, cause.in(run.id()), 0);
    recordIntent.queued(intent.platform());
    return run;
  }

  private SyncId begin(Sync sync, PushOptions options, Intent.Cause cause, int stage) {
    SyncId next =
        recordIntent.sync(
            wanted(sync), sync.intent().platform(), options, cause.repeating(sync.id()), stage);
    pinning.retried(sync, next, wanted(sync), cause);
    return next;
  }

  private SyncId begin(Sync sync, Intent.Cause cause, UUID order, int stage) {
    Intent intent = sync.intent();
    SyncId next =
        recordIntent.sync(
            wanted(sync),
            intent.platform(),
            intent.options(),
            cause.repeating(sync.id()),
            order,
            stage);
    pinning.retried(sync, next, wanted(sync), cause);
    return next;
  }

  private static Wanted wanted(Sync sync) {
    return new Wanted(
        sync.intent().direction(),
        sync.intent().typeKey(),
        sync.version(),
        sync.payload(PayloadRole.INTENDED).orElse(null));
  }

  private void requireRepeatable(Sync sync) {
    String reason = determineActions.againstRepeating(sync);
    if (reason != null) {
      throw new IllegalTransition(reason);
    }
  }

  /**
   * The result for one of many syncs.
   *
   * @param next the new sync, or the same one when it is being settled; null when neither
   * @param refusal why it is not repeated; null when it is repeated or settled
   */
  public record Repeated(SyncId sync, @Nullable SyncId next, @Nullable String refusal) {}
}
