package dev.synctrail.tracking;

import static java.util.Objects.requireNonNull;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A backlog without a database; tested by the same contract. */
public final class InMemoryBacklog implements Backlog {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::due).thenComparing(Entry::workId, TimeOrderedIds.ORDER);

  private final Map<UUID, Entry> entries = new HashMap<>();
  private long fence;

  /** Returns when an entry is due, empty when there is none. */
  public Optional<Instant> due(SyncId sync) {
    return Optional.ofNullable(entries.get(sync.value())).map(Entry::due);
  }

  @Override
  public void add(
      SyncId sync, PlatformId platform, TypeKey typeKey, Instant due, @Nullable Place place) {
    insert(
        new Entry(Kind.SYNC, sync.value(), platform, typeKey, due, null, 0, 0, 0, 0, null, place));
  }

  @Override
  public void addListing(RunId run, PlatformId platform, Instant due) {
    insert(new Entry(Kind.LISTING, run.value(), platform, null, due, null, 0, 0, 0, 0, null, null));
  }

  @Override
  public void addCheck(UUID check, PlatformId platform, TypeKey typeKey, Instant due) {
    insert(new Entry(Kind.CHECK, check, platform, typeKey, due, null, 0, 0, 0, 0, null, null));
  }

  @Override
  public void addPlatformCheck(UUID check, PlatformId platform, Instant due) {
    insert(
        new Entry(Kind.PLATFORM_CHECK, check, platform, null, due, null, 0, 0, 0, 0, null, null));
  }

  private void insert(Entry entry) {
    if (entries.putIfAbsent(entry.workId(), entry) != null) {
      throw new IllegalStateException("There is an entry for " + entry.workId() + " already");
    }
  }

  @Override
  public Optional<Taken> take(PlatformId platform, String lane, Instant now) {
    return entries.values().stream()
        .filter(entry -> lane.equals(entry.lane()))
        .findFirst()
        .or(() -> first(platform).filter(entry -> !entry.due().isAfter(now)).min(ORDER))
        .map(entry -> hold(entry, lane));
  }

  @Override
  public List<Taken> takeAlong(
      PlatformId platform, RunId run, String lane, Instant now, int atMost) {
    List<Taken> taken = new ArrayList<>();
    while (taken.size() < atMost) {
      Optional<Taken> next =
          free(platform)
              .filter(
                  entry ->
                      entry.isTogether() && requireNonNull(entry.place()).of().equals(run.value()))
              .filter(entry -> entry.times() == 0 && !entry.due().isAfter(now))
              .min(ORDER)
              .map(entry -> hold(entry, lane));
      if (next.isEmpty()) {
        return taken;
      }
      taken.add(next.get());
    }
    return taken;
  }

  private Taken hold(Entry entry, String lane) {
    fence++;
    int interruptions = entry.interruptions() + (entry.lane() == null ? 0 : 1);
    entries.put(
        entry.workId(),
        new Entry(
            entry.kind(),
            entry.workId(),
            entry.platform(),
            entry.typeKey(),
            entry.due(),
            lane,
            fence,
            entry.times() + 1,
            entry.failures(),
            interruptions,
            entry.expected(),
            entry.place()));
    return new Taken(
        entry.kind(),
        entry.workId(),
        entry.platform(),
        lane,
        fence,
        entry.times() + 1,
        entry.failures(),
        interruptions,
        entry.expected());
  }

  private Stream<Entry> free(PlatformId platform) {
    return entries.values().stream()
        .filter(entry -> entry.platform().equals(platform))
        .filter(entry -> entry.lane() == null)
        .filter(entry -> entries.values().stream().noneMatch(other -> blocks(other, entry)));
  }

  private Stream<Entry> first(PlatformId platform) {
    return free(platform)
        .filter(
            entry ->
                !entry.isTogether()
                    || entry.times() > 0
                    || entries.values().stream().noneMatch(other -> goesBefore(other, entry)));
  }

  private static boolean goesBefore(Entry mate, Entry entry) {
    return mate.isTogether()
        && Objects.equals(mate.place(), entry.place())
        && (mate.lane() != null || (mate.times() == 0 && comesBefore(mate, entry)));
  }

  private static boolean blocks(Entry other, Entry entry) {
    Place own = entry.place();
    Place others = other.place();
    if (own != null
        && others != null
        && own.of().equals(others.of())
        && other.platform().equals(entry.platform())
        && others.stage() < own.stage()) {
      return true;
    }
    boolean ofOneType =
        entry.typeKey() != null
            && other.platform().equals(entry.platform())
            && entry.typeKey().equals(other.typeKey());
    return ofOneType
        && (other.lane() != null || (other.kind() == Kind.SYNC && comesBefore(other, entry)));
  }

  private static boolean comesBefore(Entry sync, Entry entry) {
    return TimeOrderedIds.ORDER.compare(sync.workId(), entry.workId()) < 0;
  }

  @Override
  public void requireHeld(AttemptKey key) {
    if (!isHeld(key)) {
      throw new StaleLane(key);
    }
  }

  @Override
  public boolean isHeld(AttemptKey key) {
    Entry entry = entries.get(key.workId());
    return entry != null && entry.lane() != null && entry.fence() == key.fence();
  }

  /** Returns what restores the present content. */
  Runnable savepoint() {
    Map<UUID, Entry> saved = Map.copyOf(entries);
    return () -> {
      entries.clear();
      entries.putAll(saved);
    };
  }

  @Override
  public void release(AttemptKey key, Instant due, @Nullable ExpectedState expected) {
    requireHeld(key);
    entries.computeIfPresent(
        key.workId(),
        (trail, entry) ->
            new Entry(
                entry.kind(),
                trail,
                entry.platform(),
                entry.typeKey(),
                due,
                null,
                0,
                entry.times(),
                entry.failures(),
                entry.interruptions(),
                expected == null ? entry.expected() : expected,
                entry.place()));
  }

  @Override
  public void retry(AttemptKey key, Instant due) {
    release(key, due, null);
    entries.computeIfPresent(
        key.workId(),
        (trail, entry) ->
            new Entry(
                entry.kind(),
                trail,
                entry.platform(),
                entry.typeKey(),
                entry.due(),
                null,
                0,
                entry.times(),
                entry.failures() + 1,
                entry.interruptions(),
                entry.expected(),
                entry.place()));
  }

  @Override
  public void abandon(AttemptKey key, Instant due) {
    release(key, due, null);
    entries.computeIfPresent(
        key.workId(),
        (trail, entry) ->
            new Entry(
                entry.kind(),
                trail,
                entry.platform(),
                entry.typeKey(),
                entry.due(),
                null,
                0,
                entry.times(),
                entry.failures(),
                entry.interruptions() + 1,
                entry.expected(),
                entry.place()));
  }

  @Override
  public void remove(UUID workId) {
    entries.remove(workId);
  }

  @Override
  public boolean withdraw(UUID workId) {
    Entry entry = entries.get(workId);
    return entry != null && entry.lane() == null && entries.remove(workId, entry);
  }

  @Override
  public boolean hasten(SyncId sync, Instant now) {
    Entry entry = entries.get(sync.value());
    if (entry == null) {
      return false;
    }
    if (entry.lane() == null && entry.due().isAfter(now)) {
      entries.put(
          entry.workId(),
          new Entry(
              entry.kind(),
              entry.workId(),
              entry.platform(),
              entry.typeKey(),
              now,
              null,
              0,
              entry.times(),
              entry.failures(),
              entry.interruptions(),
              entry.expected(),
              entry.place()));
    }
    return true;
  }

  @Override
  public Optional<Instant> nextDue(PlatformId platform) {
    return first(platform).min(ORDER).map(Entry::due);
  }

  @Override
  public List<PlatformId> platforms() {
    return entries.values().stream()
        .map(Entry::platform)
        .distinct()
        .sorted(Comparator.comparing(PlatformId::value))
        .toList();
  }

  private record Entry(
      Kind kind,
      UUID workId,
      PlatformId platform,
      @Nullable TypeKey typeKey,
      Instant due,
      @Nullable String lane,
      long fence,
      int times,
      int failures,
      int interruptions,
      @Nullable ExpectedState expected,
      @Nullable Place place) {
    boolean isTogether() {
      return place != null && place.together();
    }
  }
}
