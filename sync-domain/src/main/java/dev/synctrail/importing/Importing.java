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
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes over syncs that were recorded elsewhere, each whole or not at all. */
@Dependent
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
   * Takes some, in one transaction of its own.
   *
   * @param batch no two of the same id
   * @param actor who imports
   * @return what became of each, in order
   */
  @Transactional(REQUIRES_NEW)
  public List<ImportResult> take(List<ImportedSync> batch, String actor) {
    List<ImportResult> verdicts = new ArrayList<>();
    for (ImportedSync imported : batch) {
      verdicts.add(take(imported, actor));
    }
    return verdicts;
  }

  private ImportResult take(ImportedSync imported, String actor) {
    Optional<Sync> there = syncs.lock(imported.sync().id());
    if (there.isPresent()) {
      return isSame(there.get(), imported)
          ? ImportResult.SKIPPED
          : ImportResult.refused("A different sync with this id is already stored");
    }
    Optional<PayloadReference> missing =
        imported
            .evidence()
            .filter(payloadReference -> !isAtHand(payloadReference, imported))
            .findFirst();
    if (missing.isPresent() && imported.purged() == null) {
      return ImportResult.refused(
          "The payload "
              + name(missing.get())
              + " is neither in the line nor stored, or has another size; export with"
              + " include=data");
    }
    imported.evidence().distinct().forEach(payloadReference -> keep(payloadReference, imported));
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

  private static PayloadName name(PayloadReference payloadReference) {
    return new PayloadName(payloadReference.checksum(), payloadReference.truncated());
  }

  private boolean isAtHand(PayloadReference payloadReference, ImportedSync imported) {
    Snapshot given = imported.payloads().get(name(payloadReference));
    if (given != null) {
      return payloadReference.truncated() || given.size() == payloadReference.originalSize();
    }
    return snapshots
        .describe(payloadReference.checksum(), payloadReference.truncated())
        .filter(stored -> stored.originalSize() == payloadReference.originalSize())
        .isPresent();
  }

  private void keep(PayloadReference payloadReference, ImportedSync imported) {
    Snapshot given = imported.payloads().get(name(payloadReference));
    if (given == null) {
      return;
    }
    if (payloadReference.truncated()) {
      snapshots.keepBeginning(payloadReference, given);
    } else {
      snapshots.keepWhole(given);
    }
  }

  private boolean isSame(Sync there, ImportedSync imported) {
    return there.equals(asIfHere(imported.sync(), there))
        && (imported.trail() == null || imported.trail().equals(trail(there)));
  }

  /** What never travels is taken from what is here. */
  private static Sync asIfHere(Sync given, Sync there) {
    Sync.Target target =
        new Sync.Target(
            given.target().platformRevision(),
            there.target().credentialFingerprint(),
            given.target().adapterVersion());
    return new Sync(
        given.intent().recorder() == Recorder.IMPORTED
            ? importedBy(there.intent().cause().actor(), given.intent())
            : given.intent(),
        given.version(),
        target,
        given.state());
  }

  /** A record of another system has no actor but whoever imports it first. */
  private static Intent importedBy(String actor, Intent given) {
    Intent.Cause cause = given.cause();
    return new Intent(
        given.id(),
        given.typeKey(),
        given.platform(),
        given.direction(),
        new Intent.Cause(
            actor,
            cause.onBehalfOf(),
            cause.reason(),
            cause.syncMetadata(),
            cause.run(),
            cause.retryOf(),
            cause.traceId()),
        given.options(),
        given.recorder(),
        given.createdAt());
  }

  private Trail trail(Sync there) {
    List<AttemptDetail> tries = history.attempts(there.id());
    return new Trail(
        tries.stream().map(AttemptDetail::attempt).map(Importing::withoutLane).toList(),
        tries.stream()
            .flatMap(detail -> detail.exchanges().stream())
            .map(ExchangeDetail::exchange)
            .toList(),
        history.events(there.id()).stream()
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
