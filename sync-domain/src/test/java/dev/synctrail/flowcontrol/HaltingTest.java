package dev.synctrail.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.FreezeWindow.Once;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halt.Scope;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.startup.TestClock;
import dev.synctrail.tracking.InMemoryTrail;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.TrackingEvent.WorkQueued;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HaltingTest {
  private static final PlatformId CMS = InMemoryTrail.CMS;
  private static final PlatformId OTHER = new PlatformId("other");

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final TestClock clock = trail.clock();
  private final InMemoryPauses pauses = new InMemoryPauses();
  private final InMemoryFreezes freezes = new InMemoryFreezes();
  private final InMemoryPlatforms platforms = new InMemoryPlatforms();
  private final WakeLanes wakeLanes = new WakeLanes(trail.backlog(), trail.facts());
  private final List<String> turns = new ArrayList<>();
  private final HaltLock turn = new Noted();
  private final Pausing pausing = new Pausing(pauses, platforms, wakeLanes, turn, clock);
  private final Freezing freezing = new Freezing(freezes, platforms, wakeLanes, turn, clock);
  private final Halting halting = new Halting(pauses, freezes, turn, clock);

  private final class Noted implements HaltLock {
    @Override
    public void lockForRequest() {
      turns.add("begin");
    }

    @Override
    public void lockForHalt() {
      turns.add(pauses.inForce(null, clock.instant()).size() + freezes.all().size() + " before");
    }
  }

  @BeforeEach
  void thereIsAPlatform() {
    platforms.add(
        new Platform(
            CMS,
            "optimizely",
            "CMS",
            URI.create("https://cms.example"),
            "v1",
            Map.of(),
            1,
            Instant.EPOCH,
            "ann"));
  }

  private Instant in(int minutes) {
    return clock.instant().plus(Duration.ofMinutes(minutes));
  }

  private Once between(int from, int until) {
    return new Once(
        LocalDateTime.ofInstant(in(from), ZoneOffset.UTC),
        LocalDateTime.ofInstant(in(until), ZoneOffset.UTC),
        ZoneOffset.UTC);
  }

  private Pause paused(@Nullable PlatformId platform, @Nullable Instant until) {
    return pausing.start(platform, "works", until, "ann").orElseThrow();
  }

  @Test
  void nothing_is_blocked_by_default() {
    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);
    assertThat(Halt.NONE.holds(RequestPurpose.WRITE)).isFalse();
  }

  @Test
  void a_pause_blocks_everything_until_it_is_ended() {
    Pause pause = paused(CMS, null);

    Halt halt = halting.on(CMS);
    assertThat(halt)
        .isEqualTo(new Halt(Scope.EVERYTHING, "Platform cms is paused by ann: works", null));
    assertThat(halt.holds(RequestPurpose.READ)).isTrue();
    assertThat(halting.on(OTHER)).isEqualTo(Halt.NONE);

    Pause ended = pausing.end(pause.id(), "bob").orElseThrow();

    assertThat(ended.endedBy()).isEqualTo("bob");
    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
    assertThat(pausing.end(pause.id(), "bob")).isEmpty();
  }

  @Test
  void requests_and_halts_wait_for_each_other() {
    paused(CMS, null);
    freezing.set(CMS, "n", "r", between(-1, 10), "ann");
    assertThat(turns).containsExactly("0 before", "1 before");

    assertThat(halting.onBeginning(CMS)).isEqualTo(halting.on(CMS));
    assertThat(turns).containsExactly("0 before", "1 before", "begin");
  }

  @Test
  void a_pause_with_an_end_time_ends_by_itself() {
    paused(CMS, in(10));
    assertThat(halting.on(CMS).until()).isEqualTo(in(10));

    clock.advance(Duration.ofMinutes(10));

    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);
  }

  @Test
  void several_pauses_end_with_the_last_one_and_one_without_an_end_does_not_end() {
    paused(CMS, in(20));
    Pause all = paused(null, in(10));
    assertThat(halting.on(CMS).until()).isEqualTo(in(20));
    assertThat(halting.on(OTHER).why()).isEqualTo("Everything is paused by ann: works");

    pausing.end(all.id(), "ann");
    paused(null, null);

    assertThat(halting.on(CMS).until()).isNull();
  }

  @Test
  void the_end_of_a_global_pause_wakes_every_platform_that_has_work() {
    trail.push("{}");
    trail.backlog().addPlatformCheck(UUID.randomUUID(), OTHER, clock.instant());
    Pause pause = paused(null, null);

    pausing.end(pause.id(), "ann");

    assertThat(trail.facts().fired(WorkQueued.class))
        .containsExactly(new WorkQueued(CMS), new WorkQueued(OTHER));
  }

  @Test
  void only_one_pause_per_scope_is_active() {
    paused(CMS, null);

    assertThat(pausing.start(CMS, "again", null, "bob")).isEmpty();
    assertThat(pausing.start(null, "again", null, "bob")).isPresent();
  }

  @Test
  void rejects_an_invalid_pause() {
    assertThatThrownBy(() -> paused(OTHER, null)).isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> paused(CMS, clock.instant()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_freeze_blocks_writes_only_within_its_window() {
    freezing.set(CMS, "Year end", "audit", between(10, 20), "ann");
    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);

    clock.advance(Duration.ofMinutes(10));

    Halt halt = halting.on(CMS);
    assertThat(halt)
        .isEqualTo(
            new Halt(Scope.WRITES, "Platform cms is frozen for \"Year end\": audit", in(10)));
    assertThat(halt.holds(RequestPurpose.WRITE)).isTrue();
    assertThat(halt.holds(RequestPurpose.READ)).isFalse();
    assertThat(halt.holds(RequestPurpose.READ_BACK)).isFalse();
    assertThat(halting.on(OTHER)).isEqualTo(Halt.NONE);

    clock.advance(Duration.ofMinutes(10));
    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);
  }

  @Test
  void the_freeze_that_ends_last_is_reported_and_a_pause_takes_precedence() {
    freezing.set(null, "short", "a", between(-1, 10), "ann");
    freezing.set(CMS, "long", "b", between(-1, 20), "ann");
    assertThat(halting.on(CMS).why()).contains("long");
    assertThat(halting.on(OTHER).why()).isEqualTo("Every platform is frozen for \"short\": a");

    paused(CMS, in(1));

    assertThat(halting.on(CMS).scope()).isEqualTo(Scope.EVERYTHING);
  }

  @Test
  void a_removed_freeze_no_longer_applies() {
    Freeze freeze = freezing.set(CMS, "n", "r", between(-1, 10), "ann");

    Freeze removed = freezing.remove(freeze.id(), "bob").orElseThrow();

    assertThat(removed.next(clock.instant())).isEmpty();
    assertThat(halting.on(CMS)).isEqualTo(Halt.NONE);
    assertThat(trail.facts().fired(WorkQueued.class)).containsExactly(new WorkQueued(CMS));
    assertThat(freezing.remove(freeze.id(), "bob")).isEmpty();
    assertThat(freezing.remove(SyncId.at(Instant.EPOCH).value(), "bob")).isEmpty();
  }

  @Test
  void rejects_an_invalid_freeze() {
    assertThatThrownBy(() -> freezing.set(OTHER, "n", "r", between(1, 2), "ann"))
        .isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> freezing.set(CMS, "n", "r", between(-2, 0), "ann"))
        .isInstanceOf(IllegalArgumentException.class);
    Once leftOut =
        new Once(
            LocalDateTime.of(2026, 3, 29, 2, 10),
            LocalDateTime.of(2026, 3, 29, 2, 50),
            ZoneId.of("Europe/Berlin"));
    assertThatThrownBy(() -> freezing.set(CMS, "n", "r", leftOut, "ann"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
