package dev.synctrail.web.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.web.rest.Problem;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LineBudgetTest {
  private static final int CHUNK = 1_000_000;

  private final InFlightLimits limits = new InFlightLimits(64, 3 * LineBudget.BATCH);
  private final InFlightLimits.Bytes body = limits.bytes();
  private final LineBudget budget = new LineBudget(body);

  private void receive(int chunks, char last) {
    byte[] chunk = new byte[CHUNK];
    Arrays.fill(chunk, (byte) 'x');
    for (int i = 1; i < chunks; i++) {
      budget.received(chunk, 0, CHUNK);
    }
    chunk[CHUNK - 1] = (byte) last;
    budget.received(chunk, 0, CHUNK);
  }

  private void reserve(long count) {
    try (InFlightLimits.Bytes other = limits.bytes()) {
      other.reserve(count);
    }
  }

  @Test
  void lines_within_a_batch_reserve_nothing_more() {
    for (int i = 0; i < 50; i++) {
      receive(5, '\n');
    }

    assertThatCode(() -> reserve(3 * LineBudget.BATCH)).doesNotThrowAnyException();
  }

  @Test
  void a_line_beyond_a_batch_takes_the_room_of_others_until_it_is_processed() {
    receive(30, '\n');
    assertThatThrownBy(() -> reserve(2 * LineBudget.BATCH)).isInstanceOf(Problem.class);

    receive(1, '\n');
    assertThatCode(() -> reserve(2 * LineBudget.BATCH)).doesNotThrowAnyException();
  }

  @Test
  void a_line_is_rejected_when_others_leave_no_room() {
    try (InFlightLimits.Bytes other = limits.bytes()) {
      other.reserve(2 * LineBudget.BATCH);

      assertThatThrownBy(() -> receive(30, 'x')).isInstanceOf(Problem.class);
    }
  }

  @Test
  void a_line_of_any_size_is_accepted_when_there_is_no_other_body() {
    assertThatCode(() -> receive(100, '\n')).doesNotThrowAnyException();
  }
}
