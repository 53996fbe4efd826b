package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Attempt.Outcome;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Syncs without a database; tested by the same contract. */
public final class InMemorySyncs implements Syncs, OutsideSyncs {
  private final Map<SyncId, Sync> syncs = new TreeMap<>();
  private final List<Attempt> attempts = new ArrayList<>();
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<SyncEvent> events = new ArrayList<>();
  private final Map<SyncId, PushBasis> decided = new TreeMap<>();
  private boolean broken;
  private int confirmed;

  /** Makes every later write fail, as if the database were unavailable, until {@link #repair}. */
  public void breakDown() {
    broken = true;
  }

  /** Lets writes succeed again. */
  public void repair() {
    broken = false;
  }

  /** Returns what restores the present content. */
  Runnable savepoint() {
    Map<SyncId, Sync> savedSyncs = Map.copyOf(syncs);
    List<Attempt> savedAttempts = List.copyOf(attempts);
    List<Exchange> savedExchanges = List.copyOf(exchanges);
    List<SyncEvent> savedEvents = List.copyOf(events);
    Map<SyncId, PushBasis> savedDecided = Map.copyOf(decided);
    return () -> {
      restore(syncs, savedSyncs);
      restore(decided, savedDecided);
      restore(attempts, savedAttempts);
      restore(exchanges, savedExchanges);
      restore(events, savedEvents);
    };
  }

  private static <K, V> void restore(Map<K, V> map, Map<K, V> saved) {
    map.clear();
    map.putAll(saved);
  }

  private static <T> void restore(List<T> list, List<T> saved) {
    list.clear();
    list.addAll(saved);
  }

  /** Deletes a sync, as a purge does. */
  public void purge(SyncId id) {
    syncs.remove(id);
  }

  private void requireUp() {
    if (broken) {
      throw new IllegalStateException("The database is gone");
    }
  }

  /** Returns a sync as it is now. */
  public Sync get(SyncId id) {
    return lock(id).orElseThrow();
  }

  /** Returns every sync in order. */
  public List<Sync> all() {
    return List.copyOf(syncs.values());
  }

  /** Returns a sync's events in order. */
  public List<SyncEvent> events(SyncId id) {
    return events.stream().filter(event -> event.syncId().equals(id)).toList();
  }

  /** Returns every exchange of a sync or listing, in order. */
  public List<Exchange> exchanges(UUID workId) {
    return exchanges.stream()
        .filter(exchange -> exchange.workId().equals(workId))
        .sorted(Comparator.comparingInt(Exchange::attempt).thenComparingInt(Exchange::number))
        .toList();
  }

  @Override
  public void add(Sync sync) {
    requireUp();
    if (syncs.putIfAbsent(sync.id(), sync) != null) {
      throw new IllegalStateException("Sync " + sync.id() + " is already recorded");
    }
  }

  @Override
  public void add(Sync sync, SyncEvent begun) {
    add(sync);
    append(begun);
  }

  @Override
  public void update(Sync current, Sync next, SyncEvent event) {
    update(next);
    append(event);
  }

  @Override
  public Optional<Sync> lock(SyncId id) {
    return Optional.ofNullable(syncs.get(id));
  }

  @Override
  public Optional<Sync> find(SyncId id) {
    return lock(id);
  }

  @Override
  public Optional<VersionLink> lastPushed(TypeKey typeKey, PlatformId platform) {
    return realPushes(typeKey, platform)
        .filter(sync -> sync.status() == SyncStatus.SUCCESS)
        .reduce((earlier, later) -> later)
        .map(Sync::version);
  }

  @Override
  public Optional<SyncId> supersededBy(Sync sync, Set<SyncStatus> standing) {
    return laterThan(sync)
        .filter(other -> standing.contains(other.status()))
        .filter(
            other ->
                changed(other)
                    || !Objects.equals(other.version().versionHash(), sync.version().versionHash())
                    || !other
                        .payload(PayloadRole.INTENDED)
                        .equals(sync.payload(PayloadRole.INTENDED)))
        .reduce((earlier, later) -> later)
        .map(Sync::id);
  }

  @Override
  public Optional<SyncId> changedSince(Sync sync) {
    return laterThan(sync)
        .filter(other -> other.status() != SyncStatus.FAILED)
        .filter(InMemorySyncs::changed)
        .reduce((earlier, later) -> later)
        .map(Sync::id);
  }

  @Override
  public Optional<Sync> landedBefore(Sync sync) {
    return realPushes(sync.intent().typeKey(), sync.intent().platform())
        .filter(other -> other.id().compareTo(sync.id()) < 0)
        .filter(
            other -> other.status() == SyncStatus.SUCCESS || other.status() == SyncStatus.PARTIAL)
        .reduce((earlier, later) -> later);
  }

  private Stream<Sync> laterThan(Sync sync) {
    return realPushes(sync.intent().typeKey(), sync.intent().platform())
        .filter(other -> other.id().compareTo(sync.id()) > 0);
  }

  private static boolean changed(Sync sync) {
    return sync.state().operation() != Operation.NONE || sync.status() != SyncStatus.SUCCESS;
  }

  private Stream<Sync> realPushes(TypeKey typeKey, PlatformId platform) {
    return syncs.values().stream()
        .filter(sync -> sync.intent().typeKey().equals(typeKey))
        .filter(sync -> sync.intent().platform().equals(platform))
        .filter(sync -> sync.intent().direction() == Direction.PUSH)
        .filter(sync -> !sync.intent().options().dryRun());
  }

  @Override
  public void update(Sync sync) {
    requireUp();
    if (syncs.replace(sync.id(), sync) == null) {
      throw new IllegalStateException("No sync with this key is recorded");
    }
    if (sync.status().isTerminal()) {
      decided.remove(sync.id());
    }
  }

  @Override
  public void decided(SyncId id, PushBasis basis) {
    requireUp();
    decided.merge(id, basis, (first, next) -> first.decidedAgain(next.merged()));
  }

  @Override
  public Optional<PushBasis> basis(SyncId id) {
    return Optional.ofNullable(decided.get(id));
  }

  @Override
  public void confirm() {
    requireUp();
    confirmed++;
  }

  /** Returns how often the writes were flushed. */
  public int confirmed() {
    return confirmed;
  }

  @Override
  public void append(SyncEvent event) {
    requireUp();
    events.add(event);
  }

  @Override
  public void open(Attempt attempt) {
    requireUp();
    if (attempts.stream().anyMatch(same(attempt))) {
      throw new IllegalTransition(
          "Attempt " + attempt.number() + " of " + attempt.syncId() + " is already recorded");
    }
    attempts.add(attempt);
  }

  private static Predicate<Attempt> same(Attempt attempt) {
    return other -> other.syncId().equals(attempt.syncId()) && other.number() == attempt.number();
  }

  @Override
  public void close(AttemptKey key, Outcome outcome, @Nullable Failure failure, Instant at) {
    requireUp();
    Attempt open =
        attempts(new SyncId(key.workId())).stream()
            .filter(attempt -> attempt.number() == key.number() && attempt.outcome() == null)
            .findFirst()
            .orElseThrow(() -> new IllegalTransition("Attempt " + key + " is not open"));
    attempts.remove(open);
    attempts.add(
        new Attempt(
            open.syncId(),
            open.number(),
            open.trigger(),
            open.fence(),
            open.lane(),
            open.startedAt(),
            at,
            outcome,
            failure,
            open.response(),
            open.trace()));
  }

  @Override
  public List<Attempt> attempts(SyncId id) {
    return attempts.stream()
        .filter(attempt -> attempt.syncId().equals(id))
        .sorted(Comparator.comparingInt(Attempt::number))
        .toList();
  }

  @Override
  public void started(Exchange exchange) {
    requireUp();
    if (exchanges.stream().noneMatch(other -> isSame(other, exchange))) {
      exchanges.add(exchange);
    } else if (exchange.purpose() == RequestPurpose.WRITE) {
      throw new IllegalStateException("Exchange " + exchange.number() + " is already recorded");
    }
  }

  @Override
  public boolean wrote(SyncId id) {
    return exchanges(id.value()).stream()
        .anyMatch(exchange -> exchange.purpose() == RequestPurpose.WRITE);
  }

  @Override
  public boolean ended(Exchange exchange) {
    requireUp();
    exchanges.removeIf(other -> isSame(other, exchange) && other.endedAt() == null);
    if (exchanges.stream().anyMatch(other -> isSame(other, exchange))) {
      return false;
    }
    exchanges.add(exchange);
    return true;
  }

  private static boolean isSame(Exchange one, Exchange other) {
    return one.workId().equals(other.workId())
        && one.attempt() == other.attempt()
        && one.number() == other.number();
  }

  @Override
  public List<Exchange> exchanges(UUID workId, int attempt) {
    return exchanges(workId).stream().filter(exchange -> exchange.attempt() == attempt).toList();
  }

  @Override
  public List<SyncId> leftOpenOutside(Instant limit, int atMost) {
    return syncs.values().stream()
        .filter(sync -> sync.intent().recorder() == Recorder.OUTSIDE)
        .filter(sync -> sync.status() == SyncStatus.IN_PROGRESS)
        .map(Sync::id)
        .filter(id -> events(id).stream().allMatch(event -> event.at().isBefore(limit)))
        .limit(atMost)
        .toList();
  }
}
