package dev.synctrail.importing;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.export.PayloadName;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.importing.ImportedSync.Trail;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.AttemptKey;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncEvent.Kind;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports syncs that were recorded elsewhere. Each sync is imported completely or not at all. */
@ApplicationScoped
public class Importing {
  private final Syncs syncs;
  private final Snapshots snapshots;
  private final SyncHistory history;
  private final Tombstones tombstones;
  private final Clock clock;

  @Inject
  public Importing(
      Syncs syncs, Snapshots snapshots, SyncHistory history, Tombstones tombstones, Clock clock) {
    this.syncs = syncs;
    this.snapshots = snapshots;
    this.history = history;
    this.tombstones = tombstones;
    this.clock = clock;
  }

  /**
   * Imports a batch in its own transaction.
   *
   * @param batch the syncs, with distinct ids
   * @param actor the user or client that imports
   * @return the results, in order
   */
  @Transactional(REQUIRES_NEW)
  public List<ImportResult> take(List<ImportedSync> batch, String actor) {
    List<ImportResult> results = new ArrayList<>();
    for (ImportedSync imported : batch) {
      results.add(take(imported, actor));
    }
    return results;
  }

  private ImportResult take(ImportedSync imported, String actor) {
    Optional<Sync> existing = syncs.lock(imported.sync().id());
    if (existing.isPresent()) {
      return isSame(existing.get(), imported)
          ? ImportResult.SKIPPED
          : ImportResult.rejected("A different sync with this id is already stored");
    }
    Optional<PayloadReference> missing =
        imported
            .references()
            .filter(payloadReference -> !isAvailable(payloadReference, imported))
            .findFirst();
    if (missing.isPresent() && imported.purged() == null) {
      return ImportResult.rejected(
          "The payload "
              + payloadName(missing.get())
              + " is neither in the line nor stored, or has another size; export with"
              + " include=data");
    }
    imported.references().distinct().forEach(payloadReference -> keep(payloadReference, imported));
    syncs.add(imported.sync());
    if (imported.trail() != null) {
      add(imported.trail());
    }
    if (imported.purged() != null) {
      tombstones.mark(imported.sync().id(), imported.purged());
    }
    syncs.append(
        new SyncEvent(
            imported.sync().id(), Kind.IMPORTED, clock.instant(), actor, imported.source()));
    return ImportResult.IMPORTED;
  }

  private void add(Trail trail) {
    trail.attempts().forEach(syncs::open);
    trail.exchanges().forEach(syncs::started);
    trail.events().forEach(syncs::append);
  }

  private static PayloadName payloadName(PayloadReference payloadReference) {
    return new PayloadName(payloadReference.checksum(), payloadReference.truncated());
  }

  private boolean isAvailable(PayloadReference payloadReference, ImportedSync imported) {
    Snapshot provided = imported.payloads().get(payloadName(payloadReference));
    if (provided != null) {
      return payloadReference.truncated() || provided.size() == payloadReference.originalSize();
    }
    return snapshots
        .describe(payloadReference.checksum(), payloadReference.truncated())
        .filter(stored -> stored.originalSize() == payloadReference.originalSize())
        .isPresent();
  }

  private void keep(PayloadReference payloadReference, ImportedSync imported) {
    Snapshot provided = imported.payloads().get(payloadName(payloadReference));
    if (provided == null) {
      return;
    }
    if (payloadReference.truncated()) {
      snapshots.keepBeginning(payloadReference, provided);
    } else {
      snapshots.keepWhole(provided);
    }
  }

  private boolean isSame(Sync existing, ImportedSync imported) {
    return existing.equals(withLocalData(imported.sync(), existing))
        && (imported.trail() == null || imported.trail().equals(trail(existing)));
  }

  /** Copies data that is never exported from the existing sync. */
  private static Sync withLocalData(Sync provided, Sync existing) {
    return new Sync(
        provided.intent().recorder() == Recorder.IMPORTED
            ? importedBy(existing.intent().cause().actor(), provided.intent())
            : provided.intent(),
        provided.version(),
        provided.target().withCredentialOf(existing.target()),
        provided.state());
  }

  /** A record of another system has no actor of its own, so the first import determines it. */
  private static Intent importedBy(String actor, Intent provided) {
    Intent.Cause cause = provided.cause();
    return new Intent(
        provided.id(),
        provided.typeKey(),
        provided.platform(),
        provided.direction(),
        new Intent.Cause(
            actor,
            cause.onBehalfOf(),
            cause.reason(),
            cause.syncMetadata(),
            cause.run(),
            cause.retryOf(),
            cause.traceId()),
        provided.options(),
        provided.recorder(),
        provided.createdAt());
  }

  private Trail trail(Sync existing) {
    List<AttemptDetail> attempts = history.attempts(existing.id());
    return new Trail(
        attempts.stream().map(AttemptDetail::attempt).map(Importing::withoutLane).toList(),
        attempts.stream()
            .flatMap(detail -> detail.exchanges().stream())
            .map(ExchangeDetail::exchange)
            .toList(),
        history.events(existing.id()).stream()
            .filter(event -> event.kind() != Kind.IMPORTED)
            .toList());
  }

  private static Attempt withoutLane(Attempt attempt) {
    return new Attempt(
        attempt.syncId(),
        attempt.number(),
        attempt.trigger(),
        AttemptKey.UNFENCED,
        null,
        attempt.startedAt(),
        attempt.endedAt(),
        attempt.outcome(),
        attempt.failure(),
        attempt.response(),
        attempt.trace());
  }
}
