package dev.synctrail.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.history.Holding;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PayloadKeysTest {
  private static final String PAYLOAD =
      "{\"a\":{\"b/c~\":[1.0,\"5\",5,true,null,\"\"]},\"long\":\"" + "x".repeat(2_000) + "\"}";

  private static boolean finds(String pointer, @Nullable String value) {
    Holding wanted = new Holding(pointer, value == null ? null : Holding.value(value));
    return PayloadKeys.of(PAYLOAD.getBytes(StandardCharsets.UTF_8))
        .keys()
        .contains(PayloadKeys.of(wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "/a", "/a/b~1c~0", "/a/b~1c~0/0", "/a/b~1c~0/4", "/long"})
  void finds_every_node(String pointer) {
    assertThat(finds(pointer.replace("''", ""), null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b~1c~0/0, 1", "/a/b~1c~0/0, 1.00", "/a/b~1c~0/0, 10e-1", "/a/b~1c~0/1, '\"5\"'",
    "/a/b~1c~0/2, 5", "/a/b~1c~0/3, true", "/a/b~1c~0/4, null", "/a/b~1c~0/5, ''"
  })
  void finds_a_value_in_any_notation(String pointer, String value) {
    assertThat(finds(pointer, value)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/a/b~1c~0/1, 5",
    "/a/b~1c~0/2, '\"5\"'",
    "/a/b~1c~0/3, '\"true\"'",
    "/a/b~1c~0/6, 1",
    "/a/b~1c~0/5, null",
    "/a, a"
  })
  void does_not_find_missing_values(String pointer, String value) {
    assertThat(finds(pointer, value)).isFalse();
  }

  @Test
  void finds_a_large_value() {
    assertThat(finds("/long", "x".repeat(2_000))).isTrue();
    assertThat(finds("/long", "x".repeat(1_999))).isFalse();
  }

  @Test
  void stops_at_the_limit_and_is_incomplete() {
    byte[] most =
        ("[" + "[],".repeat(PayloadKeys.MAX_NODES - 2) + "[]]").getBytes(StandardCharsets.UTF_8);
    byte[] more =
        ("[" + "[],".repeat(PayloadKeys.MAX_NODES - 1) + "[]]").getBytes(StandardCharsets.UTF_8);

    assertThat(PayloadKeys.of(most).complete()).isTrue();
    assertThat(PayloadKeys.of(more).complete()).isFalse();
    assertThat(PayloadKeys.of(more).keys()).hasSize(PayloadKeys.MAX_NODES);
  }

  @Test
  void a_payload_that_is_not_json_has_no_keys() {
    assertThat(PayloadKeys.of(new byte[] {-1}).keys()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "/~", "/~2", "a/b"})
  void rejects_invalid_pointers(String pointer) {
    assertThatThrownBy(() -> new Holding(pointer, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[1]"})
  void rejects_objects_and_arrays_as_values(String value) {
    assertThatThrownBy(() -> Holding.value(value)).isInstanceOf(IllegalArgumentException.class);
  }
}
