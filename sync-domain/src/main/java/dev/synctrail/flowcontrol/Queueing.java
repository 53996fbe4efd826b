package dev.synctrail.flowcontrol;

import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.flowcontrol.QueueEntries.Backlogged;
import dev.synctrail.flowcontrol.WaitReason.Why;
import dev.synctrail.platform.Halt;
import dev.synctrail.platform.Halt.Scope;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.Platforms;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import jakarta.enterprise.context.Dependent;
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

/** Says what is queued and why it waits, and lets a person call something up. */
@Dependent
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

  /** Returns what waits, and why, in the order in which it is due. */
  @Transactional(SUPPORTS)
  public List<Queued> page(
      QueueEntries.Filter filter,
      QueueEntries.@Nullable Position beside,
      boolean backwards,
      int limit) {
    Map<PlatformId, Halt> known = new HashMap<>();
    Map<PlatformId, String> breakers = new HashMap<>();
    return entries.page(filter, beside, backwards, limit, clock.instant()).stream()
        .map(
            entry ->
                queued(
                    entry,
                    known.computeIfAbsent(entry.platform(), halts::on),
                    id -> breakers.computeIfAbsent(id, this::breaker)))
        .toList();
  }

  /** Returns how something is queued; empty when it is not. */
  @Transactional(SUPPORTS)
  public Optional<Queued> find(UUID trail) {
    return entries
        .find(trail)
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

  /** Returns how much is queued for every platform in use, and every other that has work. */
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
   * Makes an entry due now; what keeps it back otherwise still does.
   *
   * @return as it stands then; empty when it is not queued
   * @throws AtWork when a lane is at it already
   */
  public Optional<Queued> requeue(UUID trail, String reason, String actor) {
    Optional<QueueEntry> entry = entries.find(trail);
    if (entry.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!entries.hasten(trail, now)) {
      throw new AtWork(
          entry.get().holder() == null
              ? "A worker has just taken it"
              : "Worker "
                  + Objects.requireNonNull(entry.get().holder()).lane()
                  + " is processing it");
    }
    if (entry.get().kind() == Kind.SYNC) {
      SyncId sync = new SyncId(trail);
      SyncEvent event = new SyncEvent(sync, SyncEvent.Kind.REQUEUED, now, actor, reason);
      syncs.lock(sync).ifPresent(locked -> syncs.append(event));
    }
    wakeLanes.wake(entry.get().platform());
    return find(trail);
  }

  /** An entry, and why it waits. */
  public record Queued(QueueEntry entry, WaitReason waits) {}

  /** What is queued for one platform, what holds it back, and which lanes are at work there. */
  public record Summary(Backlogged backlogged, Halt halt, List<QueueEntry> held) {

    public Summary {
      held = List.copyOf(held);
    }
  }

  /** A lane is at it already; there is nothing to call up. */
  public static final class AtWork extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AtWork(String message) {
      super(message);
    }
  }
}
