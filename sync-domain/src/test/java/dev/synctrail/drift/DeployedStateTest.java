package dev.synctrail.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.drift.DeployedState.State;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeployedStateTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(60);
  private static final SyncId SYNC = SyncId.at(NOON);
  private static final PayloadReference WANTED = PayloadReference.of(Snapshot.ofText("{\"a\":1}"));
  private static final DeployedState UNKNOWN =
      DeployedState.unknown(new PlatformId("cms"), new TypeKey("ArticlePage"));
  private static final List<String> NONE = List.of();
  private static final List<String> AT_A = List.of("/a");

  /** The state that the push left is unknown. */
  private static final DeployedState PUSHED = UNKNOWN.pushed(SYNC, WANTED, null, null);

  private static DeployedState answered(String content) {
    return UNKNOWN.pushed(SYNC, WANTED, observation(content), LeftBy.ANSWER);
  }

  private static Observation observation(String content) {
    return new Observation(PayloadReference.of(Snapshot.ofText(content)), "\"1\"", NOON);
  }

  @Test
  void a_push_is_pending_until_it_was_read_back() {
    assertThat(PUSHED.state()).isEqualTo(State.PENDING);
    assertThat(PUSHED.word()).isNull();
  }

  @Test
  void a_push_is_confirmed_when_the_desired_state_is_found() {
    DeployedState found = answered("{'a':1}").found(observation("{'a':1}"), NONE, NONE, NOON);

    assertThat(found.state()).isEqualTo(State.IN_SYNC);
    assertThat(found.word()).isEqualTo(DriftVerdict.Word.CONFIRMED);
    assertThat(found.left()).isEqualTo(found.live());
    assertThat(found.leftBy()).isEqualTo(LeftBy.CONFIRMED_ANSWER);
  }

  @Test
  void a_state_that_equals_the_response_and_not_the_desired_state_was_altered_by_the_platform() {
    DeployedState altered = answered("{'a':2}").found(observation("{'a':2}"), AT_A, NONE, NOON);
    DeployedState still = altered.found(observation("{'a':2}"), AT_A, NONE, LATER);

    assertThat(List.of(altered.state(), still.state())).containsOnly(State.ALTERED);
    assertThat(still.state().isDrift()).isFalse();
    assertThat(still.word()).isEqualTo(DriftVerdict.Word.ALTERED);
  }

  @Test
  void a_first_read_back_that_differs_from_the_response_is_an_edit_by_others() {
    DeployedState edited = answered("{'a':1}").found(observation("{'a':2}"), AT_A, AT_A, LATER);

    assertThat(edited.state()).isEqualTo(State.MODIFIED);
    assertThat(edited.word()).isEqualTo(DriftVerdict.Word.DRIFTED);
    assertThat(edited.left()).isEqualTo(observation("{'a':1}"));
    assertThat(answered("{'a':1}").lastKnownGood()).isEqualTo(NOON);
  }

  @Test
  void the_first_read_back_is_the_baseline_when_the_response_had_no_content() {
    DeployedState first = PUSHED.found(observation("{'a':2}"), AT_A, AT_A, NOON);

    assertThat(first.state()).isEqualTo(State.ALTERED);
    assertThat(first.left()).isEqualTo(first.live());
    assertThat(first.leftBy()).isEqualTo(LeftBy.READ_BACK);
  }

  @Test
  void a_state_that_differs_from_our_push_has_drifted_and_may_return() {
    DeployedState confirmed = answered("{'a':1}").found(observation("{'a':1}"), NONE, NONE, NOON);
    DeployedState drifted = confirmed.found(observation("{'a':3}"), AT_A, AT_A, LATER);
    DeployedState gone = drifted.absent(LATER);
    DeployedState back = gone.found(observation("{'a':1}"), NONE, NONE, LATER);

    assertThat(drifted.state().isDrift()).isTrue();
    assertThat(drifted.word()).isEqualTo(DriftVerdict.Word.DRIFTED);
    assertThat(drifted.left()).isEqualTo(confirmed.left());
    assertThat(gone.word()).isEqualTo(DriftVerdict.Word.GONE);
    assertThat(back.word()).isEqualTo(DriftVerdict.Word.CONFIRMED);
  }

  @Test
  void a_missing_type_is_gone_unless_we_removed_it() {
    DeployedState gone = PUSHED.absent(NOON);
    DeployedState removed = UNKNOWN.pushed(SYNC, null, null, null).absent(NOON);

    assertThat(gone.word()).isEqualTo(DriftVerdict.Word.GONE);
    assertThat(gone.state()).isEqualTo(State.MISSING);
    assertThat(removed.word()).isEqualTo(DriftVerdict.Word.CONFIRMED);
  }

  @Test
  void a_type_that_reappears_after_our_removal_has_drifted() {
    DeployedState again =
        UNKNOWN
            .pushed(SYNC, null, null, null)
            .found(observation("{'a':1}"), List.of(""), List.of(""), NOON);

    assertThat(again.state()).isEqualTo(State.MODIFIED);
  }

  @Test
  void a_type_that_we_never_pushed_is_untracked_and_has_no_verdict() {
    DeployedState found = UNKNOWN.found(observation("{}"), NONE, NONE, NOON);

    assertThat(found.state()).isEqualTo(State.UNTRACKED);
    assertThat(found.word()).isNull();
  }

  @Test
  void an_accepted_change_is_the_new_baseline_and_does_not_confirm_our_push() {
    DeployedState accepted =
        answered("{'a':1}")
            .found(observation("{'a':3}"), AT_A, AT_A, LATER)
            .accepted(observation("{'a':3}"), AT_A, LATER);
    DeployedState still = accepted.found(observation("{'a':3}"), AT_A, NONE, LATER);

    assertThat(List.of(accepted.state(), still.state())).containsOnly(State.ACCEPTED);
    assertThat(still.word()).isEqualTo(DriftVerdict.Word.DRIFTED);
    assertThat(still.left()).isEqualTo(observation("{'a':3}"));
    assertThat(still.found(observation("{'a':1}"), NONE, NONE, LATER).state())
        .isEqualTo(State.IN_SYNC);
  }

  @Test
  void an_accepted_removal_leaves_the_type_missing_and_our_push_gone() {
    DeployedState accepted = answered("{'a':1}").absent(LATER).accepted(null, NONE, LATER);

    assertThat(accepted.wanted()).isNull();
    assertThat(accepted.absent(LATER).state()).isEqualTo(State.ACCEPTED);
    assertThat(accepted.absent(LATER).word()).isEqualTo(DriftVerdict.Word.GONE);
  }

  @Test
  void a_differing_state_is_never_in_sync() {
    DeployedState altered = PUSHED.found(observation("{'a':2}"), AT_A, AT_A, NOON);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new DeployedState(
                    altered.platform(),
                    altered.typeKey(),
                    State.IN_SYNC,
                    SYNC,
                    WANTED,
                    altered.left(),
                    altered.leftBy(),
                    altered.live(),
                    AT_A,
                    NOON,
                    null,
                    0))
        .withMessage("What differs at [/a] is not in sync");
  }
}
