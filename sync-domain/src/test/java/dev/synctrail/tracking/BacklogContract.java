package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Backlog.Kind;
import dev.synctrail.tracking.Backlog.Place;
import dev.synctrail.tracking.Backlog.Taken;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link Backlog}. */
public abstract class BacklogContract {
  protected static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
  protected static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  protected static final PlatformId CMS = new PlatformId("cms");
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final PlatformId OTHER = new PlatformId("other");

  /** Returns an empty backlog. */
  protected abstract Backlog backlog();

  /** Makes what was written so far visible to others. */
  protected void commit() {}

  protected SyncId added(TypeKey typeKey, Instant due) {
    SyncId id = SyncId.at(NOON);
    backlog().add(id, CMS, typeKey, due);
    commit();
    return id;
  }

  protected Optional<Taken> take(String lane) {
    Optional<Taken> taken = backlog().take(CMS, lane, NOON);
    commit();
    return taken;
  }

  private static AttemptKey key(Taken taken) {
    return new AttemptKey(taken.workId(), 1, taken.fence());
  }

  @Test
  void returns_due_entries() {
    SyncId id = added(ARTICLE, NOON);

    Taken taken = take("lane-1").orElseThrow();

    assertThat(taken)
        .isEqualTo(new Taken(Kind.SYNC, id.value(), CMS, "lane-1", taken.fence(), 1, 0, 0, null));
    assertThat(taken.fence()).isGreaterThan(AttemptKey.UNFENCED);
  }

  @Test
  void returns_no_entry_before_it_is_due() {
    added(ARTICLE, NOON.plusMillis(1));

    assertThat(take("lane-1")).isEmpty();
    assertThat(backlog().take(CMS, "lane-1", NOON.plusMillis(1))).isPresent();
  }

  @Test
  void returns_no_entry_of_another_platform() {
    SyncId other = SyncId.at(NOON);
    backlog().add(other, OTHER, ARTICLE, NOON);
    commit();

    assertThat(take("lane-1")).isEmpty();
    assertThat(backlog().take(OTHER, "lane-2", NOON)).map(Taken::workId).contains(other.value());
  }

  @Test
  void returns_the_entry_that_was_due_first() {
    SyncId late = added(ARTICLE, NOON.minusSeconds(1));
    SyncId early = added(TEASER, NOON.minusSeconds(2));
    SyncId alsoLate = added(new TypeKey("HeroBlock"), NOON.minusSeconds(1));

    assertThat(take("lane-1").orElseThrow().workId()).isEqualTo(early.value());
    assertThat(take("lane-2").orElseThrow().workId()).isEqualTo(late.value());
    assertThat(take("lane-3").orElseThrow().workId()).isEqualTo(alsoLate.value());
    assertThat(take("lane-4")).isEmpty();
  }

  @Test
  void processes_one_sync_of_a_type_and_platform_at_a_time() {
    SyncId first = added(ARTICLE, NOON);
    SyncId second = added(ARTICLE, NOON);
    SyncId elsewhere = SyncId.at(NOON);
    backlog().add(elsewhere, OTHER, ARTICLE, NOON);
    commit();

    Taken taken = take("lane-1").orElseThrow();
    assertThat(taken.workId()).isEqualTo(first.value());
    assertThat(take("lane-2")).isEmpty();
    assertThat(backlog().take(OTHER, "lane-3", NOON))
        .map(Taken::workId)
        .contains(elsewhere.value());

    backlog().remove(taken.workId());
    commit();
    assertThat(take("lane-2").orElseThrow().workId()).isEqualTo(second.value());
  }

  @Test
  void an_earlier_sync_of_a_type_comes_first_even_when_it_has_to_wait() {
    SyncId first = added(ARTICLE, NOON.plusSeconds(30));
    SyncId second = added(ARTICLE, NOON);

    assertThat(take("lane-1")).isEmpty();

    backlog().remove(first.value());
    commit();
    assertThat(take("lane-1").orElseThrow().workId()).isEqualTo(second.value());
  }

  @Test
  void a_released_sync_waits_for_a_later_one_that_is_running() {
    SyncId first = SyncId.at(NOON);
    SyncId second = added(ARTICLE, NOON);
    Taken later = take("lane-1").orElseThrow();
    assertThat(later.workId()).isEqualTo(second.value());
    backlog().add(first, CMS, ARTICLE, NOON);
    commit();

    assertThat(take("lane-2")).isEmpty();

    backlog().remove(later.workId());
    commit();
    assertThat(take("lane-2").orElseThrow().workId()).isEqualTo(first.value());
  }

  @Test
  void counts_how_often_a_holder_was_interrupted() {
    added(ARTICLE, NOON);
    assertThat(take("lane-1")).map(Taken::interruptions).contains(0);
    Taken orphan = take("lane-1").orElseThrow();
    assertThat(orphan.interruptions()).isEqualTo(1);

    backlog().release(key(orphan), NOON, null);
    commit();
    Taken released = take("lane-1").orElseThrow();
    assertThat(released.interruptions()).isEqualTo(1);

    backlog().abandon(key(released), NOON.plusSeconds(1));
    commit();
    assertThat(take("lane-1")).isEmpty();
    Taken abandoned = backlog().take(CMS, "lane-2", NOON.plusSeconds(1)).orElseThrow();
    assertThat(abandoned.interruptions()).isEqualTo(2);
    assertThat(abandoned.failures()).isZero();
    assertThatThrownBy(() -> backlog().abandon(key(released), NOON)).isInstanceOf(StaleLane.class);
  }

  @Test
  void an_abandoned_entry_comes_first_with_a_new_fence() {
    added(TEASER, NOON.minusSeconds(9));
    Taken left = take("lane-1").orElseThrow();
    added(ARTICLE, NOON.minusSeconds(60));

    Taken again = take("lane-1").orElseThrow();

    assertThat(again.workId()).isEqualTo(left.workId());
    assertThat(again.fence()).isGreaterThan(left.fence());
    assertThat(again.times()).isEqualTo(2);
  }

  @Test
  void an_entry_held_by_a_lane_is_not_returned() {
    added(ARTICLE, NOON);
    take("lane-1");

    assertThat(take("lane-2")).isEmpty();
  }

  @Test
  void every_holder_has_its_own_fence() {
    added(ARTICLE, NOON);
    added(TEASER, NOON);

    Taken one = take("lane-1").orElseThrow();
    Taken two = take("lane-2").orElseThrow();

    assertThat(two.fence()).isGreaterThan(one.fence());
  }

  @Test
  void rejects_a_stale_fence() {
    added(ARTICLE, NOON);
    Taken stale = take("lane-1").orElseThrow();
    Taken held = take("lane-1").orElseThrow();

    backlog().requireHeld(key(held));
    assertThatThrownBy(() -> backlog().requireHeld(key(stale)))
        .isInstanceOf(StaleLane.class)
        .hasMessageContaining(stale.workId() + "#1");
    assertThatThrownBy(() -> backlog().release(key(stale), NOON, null))
        .isInstanceOf(StaleLane.class);
  }

  @Test
  void a_released_or_removed_entry_has_no_holder() {
    added(ARTICLE, NOON);
    Taken released = take("lane-1").orElseThrow();
    backlog().release(key(released), NOON, null);
    commit();
    assertThatThrownBy(() -> backlog().requireHeld(key(released))).isInstanceOf(StaleLane.class);

    Taken removed = take("lane-1").orElseThrow();
    backlog().remove(removed.workId());
    commit();
    assertThatThrownBy(() -> backlog().requireHeld(key(removed))).isInstanceOf(StaleLane.class);
    assertThatThrownBy(() -> backlog().release(key(removed), NOON, null))
        .isInstanceOf(StaleLane.class);
    assertThat(take("lane-1")).isEmpty();
  }

  @Test
  void a_released_entry_is_due_at_its_time_for_any_lane() {
    added(ARTICLE, NOON);
    Taken taken = take("lane-1").orElseThrow();

    backlog().release(key(taken), NOON.plusSeconds(2), null);
    commit();

    assertThat(take("lane-1")).isEmpty();
    Taken again = backlog().take(CMS, "lane-2", NOON.plusSeconds(2)).orElseThrow();
    assertThat(again.times()).isEqualTo(2);
    assertThat(again.fence()).isGreaterThan(taken.fence());
  }

  @Test
  void stores_the_state_that_the_next_write_may_replace() {
    added(ARTICLE, NOON);

    assertThat(released(new ExpectedState("\"7\"")))
        .isEqualTo(Optional.of(new ExpectedState("\"7\"")));
    assertThat(released(null)).isEqualTo(Optional.of(new ExpectedState("\"7\"")));
    assertThat(released(ExpectedState.ABSENT)).isEqualTo(Optional.of(ExpectedState.ABSENT));
    assertThat(released(null)).isEqualTo(Optional.of(ExpectedState.ABSENT));
    assertThat(released(new ExpectedState("\"8\"")))
        .isEqualTo(Optional.of(new ExpectedState("\"8\"")));
  }

  private Optional<ExpectedState> released(@Nullable ExpectedState expectedState) {
    backlog().release(key(take("lane-1").orElseThrow()), NOON, expectedState);
    commit();
    Taken again = take("lane-2").orElseThrow();
    backlog().release(key(again), NOON, null);
    commit();
    return Optional.ofNullable(again.expected());
  }

  @Test
  void makes_an_entry_due_that_waits() {
    SyncId id = added(ARTICLE, NOON.plusSeconds(60));

    assertThat(backlog().hasten(id, NOON)).isTrue();
    commit();

    assertThat(take("lane-1").orElseThrow().workId()).isEqualTo(id.value());
  }

  @Test
  void does_not_delay_an_entry_that_is_due() {
    SyncId id = added(ARTICLE, NOON.minusSeconds(60));

    assertThat(backlog().hasten(id, NOON)).isTrue();
    commit();

    assertThat(backlog().nextDue(CMS)).contains(NOON.minusSeconds(60));
  }

  @Test
  void does_not_change_an_entry_that_a_lane_holds() {
    SyncId id = added(ARTICLE, NOON);
    Taken taken = take("lane-1").orElseThrow();

    assertThat(backlog().hasten(id, NOON)).isTrue();
    commit();

    backlog().requireHeld(key(taken));
    assertThat(take("lane-2")).isEmpty();
  }

  @Test
  void a_later_stage_of_a_run_waits_until_no_sync_of_an_earlier_one_is_open() {
    RunId run = RunId.at(NOON);
    SyncId first = staged(ARTICLE, run, 0, NOON.plusSeconds(60));
    SyncId last = staged(TEASER, run, 2, NOON);
    SyncId elsewhere = staged(new TypeKey("HeroBlock"), RunId.at(NOON), 1, NOON);

    Taken taken = take("lane-1").orElseThrow();
    assertThat(taken.workId()).isEqualTo(elsewhere.value());
    assertThat(take("lane-2")).isEmpty();
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(60));

    backlog().remove(first.value());
    commit();
    assertThat(take("lane-2").orElseThrow().workId()).isEqualTo(last.value());
  }

  @Test
  void a_later_stage_waits_for_no_other_platform() {
    RunId order = RunId.at(NOON);
    staged(ARTICLE, order, 0, NOON.plusSeconds(60));
    SyncId id = SyncId.at(NOON);
    PlatformId elsewhere = new PlatformId("elsewhere");
    backlog().add(id, elsewhere, TEASER, NOON, new Place(order.value(), 1, false));
    commit();

    assertThat(backlog().take(elsewhere, "lane-1", NOON).orElseThrow().workId())
        .isEqualTo(id.value());
    commit();
  }

  private SyncId staged(TypeKey typeKey, RunId run, int stage, Instant due) {
    SyncId id = SyncId.at(NOON);
    backlog().add(id, CMS, typeKey, due, new Place(run.value(), stage, false));
    commit();
    return id;
  }

  @Test
  void one_lane_takes_all_entries_of_a_batch() {
    RunId run = RunId.at(NOON);
    SyncId first = together(ARTICLE, run, NOON);
    SyncId second = together(TEASER, run, NOON);
    together(new TypeKey("LaterBlock"), run, NOON.plusSeconds(1));
    together(ARTICLE, run, NOON);
    SyncId alone = staged(new TypeKey("HeroBlock"), run, 0, NOON);

    assertThat(take("lane-1").orElseThrow().workId()).isEqualTo(first.value());
    assertThat(take("lane-2").orElseThrow().workId()).isEqualTo(alone.value());
    assertThat(take("lane-3")).isEmpty();
    assertThat(backlog().takeAlong(CMS, run, "lane-1", NOON, 0)).isEmpty();
    List<Taken> along = backlog().takeAlong(CMS, run, "lane-1", NOON, 9);
    commit();

    assertThat(along).extracting(Taken::workId).containsExactly(second.value());
    backlog().requireHeld(key(along.get(0)));
    backlog().release(key(along.get(0)), NOON, null);
    commit();
    assertThat(take("lane-4").orElseThrow().workId()).isEqualTo(second.value());
  }

  private SyncId together(TypeKey typeKey, RunId run, Instant due) {
    SyncId id = SyncId.at(NOON);
    backlog().add(id, CMS, typeKey, due, new Place(run.value(), 0, true));
    commit();
    return id;
  }

  @Test
  void withdraws_entries_without_a_holder() {
    SyncId waiting = added(ARTICLE, NOON.plusSeconds(60));
    SyncId held = added(TEASER, NOON);
    Taken taken = take("lane-1").orElseThrow();

    assertThat(backlog().withdraw(waiting.value())).isTrue();
    assertThat(backlog().withdraw(waiting.value())).isFalse();
    assertThat(backlog().withdraw(held.value())).isFalse();
    commit();

    backlog().requireHeld(key(taken));
    assertThat(backlog().take(CMS, "lane-2", NOON.plusSeconds(60))).isEmpty();
  }

  @Test
  void cannot_hasten_a_missing_entry() {
    assertThat(backlog().hasten(SyncId.at(NOON), NOON)).isFalse();
  }

  @Test
  void returns_when_the_next_available_entry_is_due() {
    assertThat(backlog().nextDue(CMS)).isEmpty();
    added(ARTICLE, NOON.plusSeconds(5));
    added(ARTICLE, NOON.plusSeconds(1));
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(5));

    added(TEASER, NOON.plusSeconds(3));
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(3));
    assertThat(backlog().nextDue(OTHER)).isEmpty();

    backlog().take(CMS, "lane-1", NOON.plusSeconds(3));
    commit();
    assertThat(backlog().nextDue(CMS)).contains(NOON.plusSeconds(5));

    backlog().take(CMS, "lane-2", NOON.plusSeconds(5));
    commit();
    assertThat(backlog().nextDue(CMS)).isEmpty();
  }

  @Test
  void listings_do_not_wait_for_other_entries() {
    RunId one = RunId.at(NOON);
    RunId two = RunId.at(NOON);
    backlog().addListing(one, CMS, NOON);
    backlog().addListing(two, CMS, NOON);
    SyncId sync = added(ARTICLE, NOON);

    Taken first = take("lane-1").orElseThrow();
    Taken second = take("lane-2").orElseThrow();

    assertThat(first.kind()).isEqualTo(Kind.LISTING);
    assertThat(first.workId()).isEqualTo(one.value());
    assertThat(second.kind()).isEqualTo(Kind.LISTING);
    assertThat(second.workId()).isEqualTo(two.value());
    assertThat(take("lane-3").orElseThrow().workId()).isEqualTo(sync.value());
    backlog().release(key(first), NOON, null);
    commit();
    assertThat(take("lane-4").orElseThrow().times()).isEqualTo(2);
  }

  @Test
  void counts_only_failed_attempts() {
    backlog().addListing(RunId.at(NOON), CMS, NOON);
    Taken taken = take("lane-1").orElseThrow();
    backlog().release(key(taken), NOON, null);
    commit();
    Taken again = take("lane-1").orElseThrow();
    assertThat(again.failures()).isZero();

    backlog().retry(key(again), NOON.plusSeconds(1));
    commit();

    assertThat(take("lane-1")).isEmpty();
    Taken failed = backlog().take(CMS, "lane-2", NOON.plusSeconds(1)).orElseThrow();
    assertThat(failed.failures()).isEqualTo(1);
    assertThat(failed.times()).isEqualTo(3);
    assertThatThrownBy(() -> backlog().retry(key(again), NOON)).isInstanceOf(StaleLane.class);
  }

  @Test
  void returns_the_platforms_that_have_work() {
    assertThat(backlog().platforms()).isEmpty();
    backlog().add(SyncId.at(NOON), OTHER, ARTICLE, NOON.plusSeconds(9));
    added(ARTICLE, NOON);
    added(TEASER, NOON);
    take("lane-1");

    assertThat(backlog().platforms()).containsExactly(CMS, OTHER);
  }
}
