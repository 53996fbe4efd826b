package dev.synctrail.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.gateway.PushResult.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accepted parts of a push, and results that are invalid. */
class PushResultTest {
  private static final Item TAKEN = new Item("a", true, null);
  private static final Item REFUSED = new Item("b", false, "no");

  @Test
  void is_partial_when_some_parts_were_rejected() {
    assertThat(new PushResult(Operation.UPDATE, 200, List.of(TAKEN, REFUSED)).isPartial()).isTrue();
    assertThat(new PushResult(Operation.UPDATE, 200, List.of(TAKEN)).isPartial()).isFalse();
    assertThat(PushResult.whole(Operation.UPDATE, 200).isPartial()).isFalse();
  }

  @Test
  void a_push_without_any_stored_part_is_no_result() {
    List<Item> none = List.of(REFUSED);

    assertThatThrownBy(() -> new PushResult(Operation.UPDATE, 200, none))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
