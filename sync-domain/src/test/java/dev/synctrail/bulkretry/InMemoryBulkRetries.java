package dev.synctrail.bulkretry;

import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.InMemorySyncs;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In-memory jobs; supports filters by type, platform, status and direction. */
public final class InMemoryBulkRetries implements BulkRetries {
  private final InMemorySyncs syncs;
  private final Set<PlatformId> full = new HashSet<>();
  private final Map<UUID, BulkRetry> jobs = new TreeMap<>();
  private final Map<UUID, Map<SyncId, BulkRetryEntry>> sets = new LinkedHashMap<>();

  public InMemoryBulkRetries(InMemorySyncs syncs) {
    this.syncs = syncs;
  }

  /** Sets whether the backlog of a platform is full. */
  void full(PlatformId platform, boolean isFull) {
    if (isFull) {
      full.add(platform);
    } else {
      full.remove(platform);
    }
  }

  private List<Sync> matching(SyncFilter filter) {
    return syncs.all().stream()
        .filter(sync -> matches(filter.values().get(Criterion.TYPE_KEY), sync.intent().typeKey()))
        .filter(sync -> matches(filter.values().get(Criterion.PLATFORM), sync.intent().platform()))
        .filter(
            sync -> matches(filter.values().get(Criterion.DIRECTION), sync.intent().direction()))
        .filter(sync -> matches(filter.values().get(Criterion.STATUS), sync.status()))
        .toList();
  }

  private static boolean matches(@Nullable Object expected, Object actual) {
    return expected == null || expected.equals(actual);
  }

  private static boolean isOurs(Sync sync) {
    return sync.intent().recorder() == Recorder.ENGINE
        && EnumSet.of(SyncStatus.FAILED, SyncStatus.PARTIAL, SyncStatus.UNKNOWN)
            .contains(sync.status())
        && !sync.intent().options().dryRun();
  }

  private static @Nullable SyncId superseder(Sync sync, List<Sync> set) {
    if (!isOurs(sync) || sync.status() == SyncStatus.UNKNOWN) {
      return null;
    }
    return set.stream()
        .filter(InMemoryBulkRetries::isOurs)
        .filter(other -> other.intent().typeKey().equals(sync.intent().typeKey()))
        .filter(other -> other.intent().platform().equals(sync.intent().platform()))
        .filter(other -> other.intent().direction() == sync.intent().direction())
        .map(Sync::id)
        .max(Comparator.naturalOrder())
        .filter(last -> !last.equals(sync.id()))
        .orElse(null);
  }

  @Override
  public Matching count(SyncFilter filter, int limit) {
    List<Sync> set = matching(filter).stream().limit(limit + 1L).toList();
    long repeatable = set.stream().filter(sync -> isRepeatable(sync, set)).count();
    return new Matching(set.size(), repeatable);
  }

  @Override
  public List<SyncId> rollbacks(SyncFilter filter, int limit) {
    List<Sync> set = matching(filter).stream().limit(limit + 1L).toList();
    return set.stream()
        .filter(sync -> sync.status() != SyncStatus.UNKNOWN && isRepeatable(sync, set))
        .filter(sync -> sync.intent().options().is(PushFlag.EXACTLY))
        .filter(sync -> !sync.intent().options().is(PushFlag.RESTORE))
        .map(Sync::id)
        .toList();
  }

  private boolean isRepeatable(Sync sync, List<Sync> set) {
    if (sync.intent().recorder() != Recorder.ENGINE) {
      return false;
    }
    return switch (sync.status()) {
      case UNKNOWN -> true;
      case IN_PROGRESS, SUCCESS -> false;
      case FAILED, PARTIAL ->
          superseder(sync, set) == null
              && !sync.intent().options().is(PushFlag.FIRST_PHASE)
              && !sync.intent().options().is(PushFlag.SECOND_PHASE)
              && !sync.intent().options().dryRun()
              && !(sync.intent().options().is(PushFlag.RESTORE)
                  && sync.version().versionId() == null)
              && (sync.intent().direction() == Direction.PULL
                  || syncs
                      .supersededBy(sync, EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)))
                      .isEmpty());
    };
  }

  @Override
  public int freeze(UUID job, SyncFilter filter, int limit) {
    List<Sync> set = matching(filter);
    Map<SyncId, BulkRetryEntry> entries = new TreeMap<>();
    for (Sync sync : set.subList(0, Math.min(set.size(), limit + 1))) {
      entries.put(
          sync.id(),
          new BulkRetryEntry(
              sync.id(),
              sync.intent().typeKey(),
              sync.intent().platform(),
              superseder(sync, set),
              State.PENDING,
              null,
              null));
    }
    sets.put(job, entries);
    return entries.size();
  }

  @Override
  public void add(BulkRetry job) {
    jobs.put(job.id(), job);
  }

  @Override
  public void update(BulkRetry job) {
    jobs.put(job.id(), job);
  }

  @Override
  public Optional<BulkRetry> find(UUID job) {
    return Optional.ofNullable(jobs.get(job));
  }

  @Override
  public Optional<BulkRetry> lock(UUID job) {
    return find(job);
  }

  @Override
  public Optional<UUID> next(int maxWaiting) {
    return jobs.values().stream()
        .filter(job -> job.completedAt() == null && job.status() != BulkRetry.Status.CANCELLED)
        .map(BulkRetry::id)
        .filter(id -> !pending(id, maxWaiting, 1).isEmpty())
        .findFirst();
  }

  @Override
  public List<BulkRetryEntry> pending(UUID job, int maxWaiting, int limit) {
    return sets.getOrDefault(job, Map.of()).values().stream()
        .filter(entry -> entry.state() == State.PENDING && !full.contains(entry.platform()))
        .limit(limit)
        .toList();
  }

  @Override
  public void decide(UUID job, List<BulkRetryEntry> decided) {
    decided.forEach(entry -> sets.getOrDefault(job, Map.of()).put(entry.sync(), entry));
  }

  @Override
  public List<BulkRetry> list(@Nullable UUID cursor, boolean backwards, int limit) {
    List<BulkRetry> all = new ArrayList<>(jobs.values());
    if (!backwards) {
      Collections.reverse(all);
    }
    return all.stream()
        .filter(
            job ->
                cursor == null
                    || (backwards
                        ? job.id().compareTo(cursor) > 0
                        : job.id().compareTo(cursor) < 0))
        .limit(limit)
        .toList();
  }

  @Override
  public List<BulkRetryEntry> entries(
      UUID job, @Nullable State state, @Nullable SyncId cursor, boolean backwards, int limit) {
    List<BulkRetryEntry> all = new ArrayList<>(sets.getOrDefault(job, Map.of()).values());
    if (backwards) {
      Collections.reverse(all);
    }
    return all.stream()
        .filter(entry -> state == null || entry.state() == state)
        .filter(
            entry ->
                cursor == null
                    || (backwards
                        ? entry.sync().compareTo(cursor) < 0
                        : entry.sync().compareTo(cursor) > 0))
        .limit(limit)
        .toList();
  }
}
