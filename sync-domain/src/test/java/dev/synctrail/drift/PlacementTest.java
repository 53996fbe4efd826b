package dev.synctrail.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.Placement.State;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final SyncId SYNC = SyncId.at(NOON);
  private static final Evidence WANTED = Evidence.of(Snapshot.ofText("{\"a\":1}"));
  private static final Placement UNKNOWN =
      Placement.unknown(new PlatformId("cms"), new TypeKey("ArticlePage"));
  private static final Placement PUSHED = UNKNOWN.pushed(SYNC, WANTED);

  private static Seen seen(String content) {
    return new Seen(Evidence.of(Snapshot.ofText(content)), "\"1\"", NOON);
  }

  @Test
  void what_was_pushed_is_pending_until_it_was_looked_at() {
    assertThat(PUSHED.state()).isEqualTo(State.PENDING);
    assertThat(PUSHED.word()).isNull();
  }

  @Test
  void what_is_there_as_wanted_is_confirmed() {
    Placement found = PUSHED.found(seen("{\"a\":1}"), List.of(), false, NOON);

    assertThat(found.state()).isEqualTo(State.IN_SYNC);
    assertThat(found.word()).isEqualTo(Verdict.Word.CONFIRMED);
    assertThat(found.left()).isEqualTo(found.live());
  }

  @Test
  void what_the_platform_made_of_it_is_altered_and_no_drift_as_long_as_it_stays_so() {
    Placement altered = PUSHED.found(seen("{\"a\":2}"), List.of("/a"), false, NOON);
    Placement still = altered.found(seen("{\"a\":2}"), List.of("/a"), true, LATER);

    assertThat(List.of(altered.state(), still.state())).containsOnly(State.IN_SYNC);
    assertThat(still.word()).isEqualTo(Verdict.Word.ALTERED);
  }

  @Test
  void what_is_not_as_we_left_it_has_drifted_and_may_come_back() {
    Placement confirmed = PUSHED.found(seen("{\"a\":1}"), List.of(), false, NOON);
    Placement drifted = confirmed.found(seen("{\"a\":3}"), List.of("/a"), false, LATER);
    Placement back = drifted.found(seen("{\"a\":1}"), List.of(), true, LATER);

    assertThat(drifted.state().isDrift()).isTrue();
    assertThat(drifted.word()).isEqualTo(Verdict.Word.DRIFTED);
    assertThat(drifted.left()).isEqualTo(confirmed.left());
    assertThat(back.word()).isEqualTo(Verdict.Word.CONFIRMED);
  }

  @Test
  void what_is_not_there_is_gone_unless_we_removed_it() {
    Placement gone = PUSHED.absent(NOON);
    Placement removed = UNKNOWN.pushed(SYNC, null).absent(NOON);

    assertThat(gone.word()).isEqualTo(Verdict.Word.GONE);
    assertThat(gone.state()).isEqualTo(State.MISSING);
    assertThat(removed.word()).isEqualTo(Verdict.Word.CONFIRMED);
  }

  @Test
  void what_we_removed_and_is_there_again_has_drifted() {
    Placement again = UNKNOWN.pushed(SYNC, null).found(seen("{\"a\":1}"), List.of(""), false, NOON);

    assertThat(again.state()).isEqualTo(State.MODIFIED);
  }

  @Test
  void what_we_never_pushed_is_untracked_and_has_no_verdict() {
    Placement found = UNKNOWN.found(seen("{}"), List.of(), false, NOON);

    assertThat(found.state()).isEqualTo(State.UNTRACKED);
    assertThat(found.word()).isNull();
  }

  @Test
  void theirs_that_was_accepted_is_what_a_change_is_told_from() {
    Placement drifted =
        PUSHED
            .found(seen("{\"a\":1}"), List.of(), false, NOON)
            .found(seen("{\"a\":3}"), List.of("/a"), false, LATER);
    Placement accepted = drifted.accepted(seen("{\"a\":3}"), LATER);

    assertThat(accepted.state()).isEqualTo(State.IN_SYNC);
    assertThat(accepted.left()).isEqualTo(seen("{\"a\":3}"));
    assertThat(drifted.accepted(null, LATER).wanted()).isNull();
  }
}
