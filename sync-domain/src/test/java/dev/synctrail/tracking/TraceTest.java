package dev.synctrail.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {
  private static final String ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";
  private static final RandomGenerator ZEROS = () -> 0;

  @Test
  void parses_a_w3c_trace_context() {
    assertThat(Trace.parse("00-" + ID + "-" + SPAN + "-01")).contains(new Trace(ID, SPAN, true));
    assertThat(Trace.parse("00-" + ID + "-" + SPAN + "-02")).contains(new Trace(ID, SPAN, false));
    assertThat(Trace.parse("cc-" + ID + "-" + SPAN + "-03-what-comes-later"))
        .contains(new Trace(ID, SPAN, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "garbage",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01x",
      })
  void invalid_trace_contexts_are_ignored(String text) {
    assertThat(Trace.parse(text)).isEmpty();
  }

  @Test
  void is_never_created_from_ids_that_the_standard_calls_invalid() {
    assertThatThrownBy(() -> new Trace("x", SPAN, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid trace context: x " + SPAN);
    assertThatThrownBy(() -> new Trace(ID, "0000000000000000", true))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_new_trace_is_valid_and_not_sampled() {
    assertThat(Trace.fresh(ZEROS))
        .isEqualTo(new Trace("00000000000000010000000000000001", "0000000000000001", false));
  }

  @Test
  void the_next_span_is_in_the_same_trace() {
    assertThat(new Trace(ID, SPAN, true).next(ZEROS))
        .isEqualTo(new Trace(ID, "0000000000000001", true));
  }

  @Test
  void is_formatted_as_the_header() {
    assertThat(new Trace(ID, SPAN, true).traceparent()).isEqualTo("00-" + ID + "-" + SPAN + "-01");
    assertThat(new Trace(ID, SPAN, false).traceparent()).isEqualTo("00-" + ID + "-" + SPAN + "-00");
  }
}
