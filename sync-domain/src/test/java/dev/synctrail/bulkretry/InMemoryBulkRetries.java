package dev.synctrail.bulkretry;

import dev.synctrail.bulkretry.BulkRetryEntry.State;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** In-memory jobs; supports filters by type, platform, status and direction. */
public final class InMemoryBulkRetries implements BulkRetries {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

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
  public Map<Criterion, List<String>> resolve(SyncFilter filter) {
    return Map.of();
  }

  @Override
  public Matching count(SyncFilter filter, int limit) {
    List<Sync> set = matching(filter).stream().limit(limit + 1L).toList();
    Map<SkipReason, Long> skipped =
        set.stream()
            .flatMap(sync -> against(sync, set).stream())
            .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
    long repeatable = set.stream().filter(sync -> against(sync, set).isEmpty()).count();
    return new Matching(repeatable, skipped);
  }

  @Override
  public List<SyncId> rollbacks(SyncFilter filter, int limit) {
    List<Sync> set = matching(filter).stream().limit(limit + 1L).toList();
    return set.stream()
        .filter(sync -> sync.status() != SyncStatus.UNKNOWN && against(sync, set).isEmpty())
        .filter(sync -> sync.intent().options().is(PushFlag.EXACTLY))
        .filter(sync -> !sync.intent().options().is(PushFlag.RESTORE))
        .map(Sync::id)
        .toList();
  }

  private Optional<SkipReason> against(Sync sync, List<Sync> set) {
    PushOptions options = sync.intent().options();
    if (sync.intent().recorder() != Recorder.ENGINE) {
      return Optional.of(SkipReason.RECORDED_OUTSIDE);
    }
    if (sync.status() != SyncStatus.UNKNOWN && options.dryRun()) {
      return Optional.of(SkipReason.DRY_RUN);
    }
    return switch (sync.status()) {
      case UNKNOWN -> Optional.empty();
      case IN_PROGRESS -> Optional.of(SkipReason.PENDING);
      case SUCCESS -> Optional.of(SkipReason.SUCCEEDED);
      case FAILED, PARTIAL -> {
        if (superseder(sync, set) != null) {
          yield Optional.of(SkipReason.LATER_IN_SET);
        }
        if (options.is(PushFlag.FIRST_PHASE) || options.is(PushFlag.SECOND_PHASE)) {
          yield Optional.of(SkipReason.CYCLE);
        }
        if (sync.intent().direction() == Direction.PULL) {
          yield Optional.empty();
        }
        if (syncs
            .supersededBy(sync, EnumSet.complementOf(EnumSet.of(SyncStatus.FAILED)))
            .isPresent()) {
          yield Optional.of(SkipReason.LATER_PUSH);
        }
        yield options.is(PushFlag.RESTORE) && sync.version().versionId() == null
            ? Optional.of(SkipReason.UNKNOWN_VERSION)
            : Optional.empty();
      }
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

  @Override
  public List<Skips> skips(UUID job, int limit) {
    return entries(job, State.SKIPPED, null, false, Integer.MAX_VALUE).stream()
        .collect(
            Collectors.groupingBy(
                entry -> ID.matcher(String.valueOf(entry.reason())).replaceAll("…"),
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(same -> new Skips(same.getKey(), same.getValue()))
        .sorted(Comparator.comparing(Skips::count).reversed())
        .limit(limit)
        .toList();
  }
}
