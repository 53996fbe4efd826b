package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.tracking.Run.Counts;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs without a database; tested by the same contract. */
public final class InMemoryRuns implements Runs {
  private final InMemorySyncs syncs;
  private final Map<RunId, Run> runs = new HashMap<>();

  /** Returns what restores the present content. */
  Runnable savepoint() {
    Map<RunId, Run> saved = Map.copyOf(runs);
    return () -> {
      runs.clear();
      runs.putAll(saved);
    };
  }

  public InMemoryRuns(InMemorySyncs syncs) {
    this.syncs = syncs;
  }

  /** Returns a run as it is now. */
  public Run get(RunId id) {
    return find(id).orElseThrow();
  }

  @Override
  public void add(Run run) {
    runs.put(run.id(), run);
  }

  @Override
  public Optional<Run> find(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  @Override
  public void started(RunId id, Instant at) {
    runs.computeIfPresent(
        id,
        (key, run) ->
            with(run, run.counts(), run.listing(), run.errorMessage(), at, run.completedAt()));
  }

  @Override
  public boolean settled(RunId id, SyncStatus outcome, Instant at) {
    Run run = runs.get(id);
    if (!outcome.isTerminal()) {
      throw new IllegalArgumentException("A sync that is " + outcome + " is not settled");
    }
    if (run == null) {
      return false;
    }
    Counts old = run.counts();
    Counts counts =
        new Counts(
            old.total(),
            old.success() + (outcome == SyncStatus.SUCCESS ? 1 : 0),
            old.failed() + (outcome == SyncStatus.FAILED ? 1 : 0),
            old.partial() + (outcome == SyncStatus.PARTIAL ? 1 : 0));
    boolean last = counts.unsettled() == 0 && !run.listing();
    runs.put(
        id,
        with(run, counts, run.listing(), run.errorMessage(), run.startedAt(), last ? at : null));
    return last;
  }

  @Override
  public void listed(RunId id, int total, List<TypeListing.Skipped> skipped, Instant at) {
    Counts counts = new Counts(total + skipped.size(), 0, skipped.size(), 0);
    runs.computeIfPresent(
        id, (key, run) -> with(run, counts, false, run.errorMessage(), at, total == 0 ? at : null));
  }

  @Override
  public void listingFailed(RunId id, String errorMessage, Instant at) {
    runs.computeIfPresent(id, (key, run) -> with(run, run.counts(), false, errorMessage, at, at));
  }

  @Override
  public boolean cancel(RunId id, Run.Cancellation cancellation) {
    Run run = runs.get(id);
    if (run == null || run.status().isFinal() || run.cancellation() != null) {
      return false;
    }
    runs.put(
        id,
        new Run(
            run.id(),
            run.direction(),
            run.platform(),
            run.actor(),
            run.onBehalfOf(),
            run.reason(),
            run.syncMetadata(),
            run.options(),
            run.origin(),
            cancellation,
            run.counts(),
            run.listing(),
            run.errorMessage(),
            run.createdAt(),
            run.startedAt(),
            run.completedAt()));
    return true;
  }

  @Override
  public boolean isCancelled(RunId id) {
    return find(id).map(Run::cancellation).isPresent();
  }

  @Override
  public boolean removes(RunId id, TypeKey typeKey) {
    return syncs.all().stream()
        .filter(sync -> id.equals(sync.intent().cause().run()))
        .anyMatch(sync -> sync.intent().typeKey().equals(typeKey) && sync.isRemoval());
  }

  @Override
  public List<SyncId> ofType(RunId id, TypeKey typeKey) {
    return syncs.all().stream()
        .filter(sync -> id.equals(sync.intent().cause().run()))
        .filter(sync -> sync.intent().typeKey().equals(typeKey))
        .map(Sync::id)
        .toList();
  }

  @Override
  public List<SyncId> inStatus(RunId id, SyncStatus status) {
    return syncs.all().stream()
        .filter(sync -> id.equals(sync.intent().cause().run()))
        .filter(sync -> sync.status() == status)
        .map(Sync::id)
        .toList();
  }

  private static Run with(
      Run run,
      Counts counts,
      boolean listing,
      @Nullable String errorMessage,
      @Nullable Instant started,
      @Nullable Instant completed) {
    return new Run(
        run.id(),
        run.direction(),
        run.platform(),
        run.actor(),
        run.onBehalfOf(),
        run.reason(),
        run.syncMetadata(),
        run.options(),
        run.origin(),
        run.cancellation(),
        counts,
        listing,
        errorMessage,
        run.createdAt(),
        run.startedAt() == null ? started : run.startedAt(),
        completed);
  }
}
