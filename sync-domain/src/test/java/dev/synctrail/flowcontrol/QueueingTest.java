package dev.synctrail.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.flowcontrol.QueueEntries.Backlogged;
import dev.synctrail.flowcontrol.QueueEntries.Filter;
import dev.synctrail.flowcontrol.QueueEntries.Position;
import dev.synctrail.flowcontrol.QueueEntry.Holder;
import dev.synctrail.flowcontrol.QueueEntry.State;
import dev.synctrail.flowcontrol.Queueing.AtWork;
import dev.synctrail.flowcontrol.WaitReason.Why;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueingTest {
  private static final PlatformId CMS = InMemoryTrail.CMS;
  private static final PlatformId OTHER = new PlatformId("other");
  private static final Holder LANE = new Holder("cms-0", "host-7", Instant.EPOCH);

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Instant now = trail.clock().instant();
  private final InMemoryPauses pauses = new InMemoryPauses();
  private final InMemoryFreezes freezes = new InMemoryFreezes();
  private final InMemoryPlatforms platforms = new InMemoryPlatforms();
  private final Entries entries = new Entries();
  private String breaker = "CLOSED";

  private final Queueing queueing =
      new Queueing(
          entries,
          new Halting(pauses, freezes, new Unneeded(), trail.clock()),
          new AsOrdered(),
          platforms,
          trail.syncs(),
          new WakeLanes(trail.backlog(), trail.facts()),
          trail.clock());

  private static final class Unneeded implements HaltLock {
    @Override
    public void lockForRequest() {
      throw new AssertionError("Nothing begins");
    }

    @Override
    public void lockForHalt() {
      throw new AssertionError("Nothing is halted");
    }
  }

  private final class AsOrdered implements BreakerStatuses {
    @Override
    public BreakerStatus of(Platform platform) {
      return new BreakerStatus(breaker(platform.id()), null);
    }

    @Override
    public Optional<Instant> refusedUntil(PlatformId platform) {
      return Optional.empty();
    }

    @Override
    public BreakerStatus.Breaker breaker(PlatformId platform) {
      return new BreakerStatus.Breaker(breaker, null, 0, 0, 10, 50, Duration.ofSeconds(30));
    }
  }

  private QueueEntry entry(
      Instant due, boolean writes, @Nullable Holder holder, @Nullable UUID behind) {
    QueueEntry entry =
        new QueueEntry(
            trail.push("{}").value(),
            Kind.SYNC,
            CMS,
            new TypeKey("Hero"),
            null,
            due,
            now,
            1,
            writes,
            holder,
            behind,
            null);
    entries.all.put(entry.workId(), entry);
    return entry;
  }

  private WaitReason waits(QueueEntry entry) {
    return queueing.find(entry.workId()).orElseThrow().waits();
  }

  private void pause() {
    pauses.add(new Pause(new UUID(0, 1), null, "works", "ann", now, null, null, null));
  }

  private void freeze() {
    freezes.add(
        new Freeze(
            new UUID(0, 2),
            CMS,
            "Year end",
            "audit",
            new FreezeWindow.Once(
                LocalDateTime.ofInstant(now, ZoneOffset.UTC),
                LocalDateTime.ofInstant(now.plusSeconds(9), ZoneOffset.UTC),
                ZoneOffset.UTC),
            "ann",
            now,
            null,
            null));
  }

  @Test
  void returns_the_wait_reason() {
    UUID first = new UUID(0, 9);
    QueueEntry ready = entry(now, true, null, null);
    QueueEntry looking = entry(now, false, null, null);
    QueueEntry later = entry(now.plusSeconds(5), true, null, null);
    QueueEntry behind = entry(now, true, null, first);
    QueueEntry held = entry(now, true, LANE, null);

    assertThat(waits(ready).why()).isEqualTo(Why.READY);
    assertThat(waits(later))
        .extracting(WaitReason::why, WaitReason::until)
        .containsExactly(Why.NOT_DUE, now.plusSeconds(5));
    assertThat(waits(behind))
        .extracting(WaitReason::why, WaitReason::behind)
        .containsExactly(Why.BEHIND, first);
    assertThat(waits(held).why()).isEqualTo(Why.HELD);
    breaker = "OPEN";
    assertThat(waits(ready).why()).isEqualTo(Why.BREAKER_OPEN);
    breaker = "HALF_OPEN";
    assertThat(waits(ready).why()).isEqualTo(Why.READY);

    freeze();
    assertThat(waits(ready))
        .isEqualTo(
            new WaitReason(
                Why.FROZEN,
                "Platform cms is frozen for \"Year end\": audit",
                now.plusSeconds(9),
                null));
    assertThat(waits(looking).why()).isEqualTo(Why.READY);
    assertThat(waits(entry(now, false, null, first)).why()).isEqualTo(Why.READY);
    assertThat(waits(held).why()).isEqualTo(Why.HELD);

    pause();
    assertThat(List.of(waits(looking).why(), waits(later).why())).containsOnly(Why.PAUSED);
    assertThat(waits(held).why()).isEqualTo(Why.HELD);
  }

  @Test
  void an_entry_is_held_due_or_later() {
    assertThat(entry(now, true, LANE, null).state(now)).isEqualTo(State.HELD);
    assertThat(entry(now, true, null, null).state(now)).isEqualTo(State.DUE);
    assertThat(entry(now.plusMillis(1), true, null, null).state(now)).isEqualTo(State.LATER);
  }

  @Test
  void lists_waiting_entries_with_their_reasons() {
    QueueEntry entry = entry(now, true, null, null);

    assertThat(queueing.page(new Filter(CMS, null, null), null, false, 9))
        .containsExactly(queueing.find(entry.workId()).orElseThrow());
  }

  @Test
  void summarizes_platforms_in_use_and_those_that_have_work() {
    platforms.add(
        new Platform(
            OTHER,
            "optimizely",
            "Other",
            URI.create("https://other.example"),
            "v1",
            Map.of(),
            1,
            Instant.EPOCH,
            "ann"));
    QueueEntry held = entry(now, true, LANE, null);
    pause();

    List<Queueing.Summary> summary = queueing.summary();

    assertThat(summary).extracting(one -> one.backlogged().platform()).containsExactly(CMS, OTHER);
    assertThat(summary.get(0).backlogged().entries()).isEqualTo(1);
    assertThat(summary.get(0).held()).containsExactly(held);
    assertThat(summary.get(0).halt().why()).contains("works");
    assertThat(summary.get(1).backlogged()).isEqualTo(new Backlogged(OTHER, 0, 0, 0, null));
    assertThat(summary.get(1).held()).isEmpty();
  }

  @Test
  void makes_an_entry_due_and_records_user_and_reason() {
    QueueEntry later = entry(now.plusSeconds(60), true, null, null);

    Queueing.Queued queued = queueing.requeue(later.workId(), "they are back", "ann").orElseThrow();

    assertThat(queued.entry().due()).isEqualTo(now);
    assertThat(trail.syncs().events(new SyncId(later.workId())))
        .last()
        .isEqualTo(
            new SyncEvent(
                new SyncId(later.workId()), SyncEvent.Kind.REQUEUED, now, "ann", "they are back"));
    assertThat(trail.facts().fired(WorkQueued.class)).contains(new WorkQueued(CMS));
  }

  @Test
  void an_entry_that_is_no_sync_is_made_due_without_an_event() {
    UUID check = new UUID(0, 5);
    entries.all.put(
        check,
        new QueueEntry(
            check,
            Kind.PLATFORM_CHECK,
            CMS,
            null,
            null,
            now.plusSeconds(9),
            now,
            1,
            false,
            null,
            null,
            null));

    assertThat(queueing.requeue(check, "now", "ann").orElseThrow().entry().due()).isEqualTo(now);
  }

  @Test
  void running_and_missing_entries_cannot_be_made_due() {
    QueueEntry held = entry(now, true, LANE, null);
    QueueEntry justTaken = entry(now, true, null, null);
    entries.takenMeanwhile = justTaken.workId();

    assertThatThrownBy(() -> queueing.requeue(held.workId(), "now", "ann"))
        .isInstanceOf(AtWork.class)
        .hasMessageContaining("cms-0");
    assertThatThrownBy(() -> queueing.requeue(justTaken.workId(), "now", "ann"))
        .isInstanceOf(AtWork.class);
    assertThat(queueing.requeue(new UUID(0, 8), "now", "ann")).isEmpty();
  }

  /** Entries supplied by the test. */
  private static final class Entries implements QueueEntries {
    private final Map<UUID, QueueEntry> all = new LinkedHashMap<>();
    private @Nullable UUID takenMeanwhile;

    @Override
    public List<QueueEntry> page(
        Filter filter, @Nullable Position cursor, boolean backwards, int limit, Instant now) {
      return List.copyOf(all.values());
    }

    @Override
    public Optional<QueueEntry> find(UUID workId) {
      return Optional.ofNullable(all.get(workId));
    }

    @Override
    public List<Backlogged> backlogged(Instant now) {
      return all.isEmpty() ? List.of() : List.of(new Backlogged(CMS, all.size(), 0, 1, now));
    }

    @Override
    public List<QueueEntry> held() {
      return all.values().stream().filter(entry -> entry.holder() != null).toList();
    }

    @Override
    public boolean hasten(UUID workId, Instant now) {
      QueueEntry entry = all.get(workId);
      if (entry == null || entry.holder() != null || workId.equals(takenMeanwhile)) {
        return false;
      }
      all.put(
          workId,
          new QueueEntry(
              workId,
              entry.kind(),
              entry.platform(),
              entry.typeKey(),
              entry.run(),
              now,
              entry.since(),
              entry.attempts(),
              entry.writes(),
              null,
              entry.behind(),
              entry.behindInFreeze()));
      return true;
    }
  }
}
