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
 * One sync from elsewhere, with all that was given of it.
 *
 * @param source where it comes from, for people: the line, and its id there
 * @param trail null when its tries and events were not given
 * @param payloads those that were given; others may be here already
 * @param purged null unless its payloads were purged, so that they may be missing
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

  /** Returns all evidence that is named. */
  Stream<PayloadReference> evidence() {
    Stream<PayloadReference> own = sync.state().evidence().values().stream();
    return trail == null ? own : Stream.concat(own, trail.evidence());
  }

  /** Which purge took its payloads, and when. */
  public record Purged(UUID purge, Instant at) {}

  /** What happened in the course of a sync. */
  public record Trail(List<Attempt> attempts, List<Exchange> exchanges, List<SyncEvent> events) {

    public Trail {
      attempts = List.copyOf(attempts);
      exchanges = List.copyOf(exchanges);
      events = List.copyOf(events);
    }

    private Stream<PayloadReference> evidence() {
      return Stream.of(
              attempts.stream().map(Attempt::response),
              exchanges.stream().map(Exchange::request),
              exchanges.stream().map(Exchange::response))
          .flatMap(some -> some)
          .flatMap(Stream::ofNullable);
    }
  }
}
