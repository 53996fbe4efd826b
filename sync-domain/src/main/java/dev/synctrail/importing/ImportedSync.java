package dev.synctrail.importing;

import dev.synctrail.export.PayloadName;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One sync to import, with all data provided for it.
 *
 * @param source a readable description of the source: the line, and the id there
 * @param trail null if its attempts and events were not provided
 * @param payloads the provided payloads; others may already be stored
 * @param purged null unless its payloads were purged and may be missing
 */
public record ImportedSync(
    Sync sync,
    String source,
    @Nullable Trail trail,
    Map<PayloadName, Snapshot> payloads,
    @Nullable Purged purged) {

  public ImportedSync {
    payloads = Map.copyOf(payloads);
  }

  /** Returns all referenced payloads. */
  Stream<PayloadReference> references() {
    Stream<PayloadReference> own = sync.state().payloads().values().stream();
    return trail == null ? own : Stream.concat(own, trail.references());
  }

  /** The purge that removed its payloads, and its time. */
  public record Purged(UUID purge, Instant at) {}

  /** The attempts, exchanges and events of a sync. */
  public record Trail(List<Attempt> attempts, List<Exchange> exchanges, List<SyncEvent> events) {

    public Trail {
      attempts = List.copyOf(attempts);
      exchanges = List.copyOf(exchanges);
      events = List.copyOf(events);
    }

    private Stream<PayloadReference> references() {
      return Stream.of(
              attempts.stream().map(Attempt::response),
              exchanges.stream().map(Exchange::request),
              exchanges.stream().map(Exchange::response))
          .flatMap(some -> some)
          .flatMap(Stream::ofNullable);
    }
  }
}
