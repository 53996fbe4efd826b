package dev.synctrail.flowcontrol;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.flowcontrol.QueueEntries.Backlogged;
import dev.synctrail.flowcontrol.WaitReason.Why;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halt.Scope;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows the queue with the reason why each entry waits, and lets a user run an entry now. */
@ApplicationScoped
@Transactional
public class Queueing {
  private final QueueEntries entries;
  private final Halting halts;
  private final BreakerStatuses breakerStatuses;
  private final Platforms platforms;
  private final Syncs syncs;
  private final WakeLanes wakeLanes;
  private final Clock clock;

  @Inject
  public Queueing(
      QueueEntries entries,
      Halting halts,
      BreakerStatuses breakerStatuses,
      Platforms platforms,
      Syncs syncs,
      WakeLanes wakeLanes,
      Clock clock) {
    this.entries = entries;
    this.halts = halts;
    this.breakerStatuses = breakerStatuses;
    this.platforms = platforms;
    this.syncs = syncs;
    this.wakeLanes = wakeLanes;
    this.clock = clock;
  }

  /** Returns the queued entries with the reason why they wait, ordered by due time. */
  @Transactional(SUPPORTS)
  public List<Queued> page(
      QueueEntries.Filter filter,
      QueueEntries.@Nullable Position cursor,
      boolean backwards,
      int limit) {
    Map<PlatformId, Halt> known = new HashMap<>();
    Map<PlatformId, String> breakers = new HashMap<>();
    return entries.page(filter, cursor, backwards, limit, clock.instant()).stream()
        .map(
            entry ->
                queued(
                    entry,
                    known.computeIfAbsent(entry.platform(), halts::on),
                    id -> breakers.computeIfAbsent(id, this::breaker)))
        .toList();
  }

  /** Returns an entry; empty when it is not queued. */
  @Transactional(SUPPORTS)
  public Optional<Queued> find(UUID workId) {
    return entries
        .find(workId)
        .map(entry -> queued(entry, halts.on(entry.platform()), this::breaker));
  }

  private String breaker(PlatformId platform) {
    return breakerStatuses.breaker(platform).state();
  }

  private Queued queued(QueueEntry entry, Halt halt, Function<PlatformId, String> breaker) {
    return new Queued(entry, wait(entry, halt, breaker));
  }

  private WaitReason wait(QueueEntry entry, Halt halt, Function<PlatformId, String> breaker) {
    QueueEntry.Holder holder = entry.holder();
    if (holder != null) {
      return new WaitReason(Why.HELD, "Worker " + holder.lane() + " is processing it", null, null);
    }
    if (halt.scope() == Scope.EVERYTHING) {
      return new WaitReason(Why.PAUSED, halt.why(), halt.until(), null);
    }
    if (halt.scope() == Scope.WRITES && entry.writes()) {
      return new WaitReason(Why.FROZEN, halt.why(), halt.until(), null);
    }
    if (entry.due().isAfter(clock.instant())) {
      return new WaitReason(Why.NOT_DUE, "It is due at " + entry.due(), entry.due(), null);
    }
    UUID behind = halt.scope() == Scope.WRITES ? entry.behindInFreeze() : entry.behind();
    if (behind != null) {
      return new WaitReason(
          Why.BEHIND,
          "Earlier work runs first, on the same type or on types it references",
          null,
          behind);
    }
    if (breaker.apply(entry.platform()).equals("OPEN")) {
      String words = "Platform " + entry.platform() + " has an open circuit breaker";
      return new WaitReason(Why.BREAKER_OPEN, words, null, null);
    }
    return new WaitReason(Why.READY, "Ready; the next free worker takes it", null, null);
  }

  /** Returns the queue size of every configured platform, and of every other that has entries. */
  @Transactional(SUPPORTS)
  public List<Summary> summary() {
    Map<String, Backlogged> known = new TreeMap<>();
    for (Platform platform : platforms.all()) {
      known.put(platform.id().value(), new Backlogged(platform.id(), 0, 0, 0, null));
    }
    entries.backlogged(clock.instant()).forEach(some -> known.put(some.platform().value(), some));
    List<QueueEntry> held = entries.held();
    return known.values().stream()
        .map(
            some ->
                new Summary(
                    some,
                    halts.on(some.platform()),
                    held.stream()
                        .filter(entry -> entry.platform().equals(some.platform()))
                        .toList()))
        .toList();
  }

  /**
   * Makes an entry due now; other reasons to wait still apply.
   *
   * @return the updated entry; empty when it is not queued
   * @throws AtWork when a lane already holds it
   */
  public Optional<Queued> requeue(UUID workId, String reason, String actor) {
    Optional<QueueEntry> entry = entries.find(workId);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!entries.hasten(workId, now)) {
      throw new AtWork(
          entry.get().holder() == null
              ? "A worker has just taken it"
              : "Worker "
                  + Objects.requireNonNull(entry.get().holder()).lane()
                  + " is processing it");
    }
    if (entry.get().kind() == Kind.SYNC) {
      SyncId sync = new SyncId(workId);
      SyncEvent event = new SyncEvent(sync, SyncEvent.Kind.REQUEUED, now, actor, reason);
      syncs.lock(sync).ifPresent(locked -> syncs.append(event));
    }
    wakeLanes.wake(entry.get().platform());
    return find(workId);
  }

  /** An entry with the reason why it waits. */
  public record Queued(QueueEntry entry, WaitReason waits) {}

  /** The queue of one platform: its size, the current halt, and the entries held by lanes. */
  public record Summary(Backlogged backlogged, Halt halt, List<QueueEntry> held) {

    public Summary {
      held = List.copyOf(held);
    }
  }

  /** Thrown when a lane already holds the entry, so that it cannot be made due. */
  public static final class AtWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AtWork(String message) {
      super(message);
    }
  }
}
