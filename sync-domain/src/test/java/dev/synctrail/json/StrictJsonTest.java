package dev.synctrail.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.entry;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {
  private static StrictJson read(String text) {
    return StrictJson.read(text.getBytes(UTF_8));
  }

  private static MalformedJson rejection(String text) {
    return rejection(text.getBytes(UTF_8));
  }

  private static MalformedJson rejection(byte[] bytes) {
    MalformedJson rejection =
        catchThrowableOfType(MalformedJson.class, () -> StrictJson.read(bytes));
    assertThat(rejection).as("rejection of %s", new String(bytes, UTF_8)).isNotNull();
    return rejection;
  }

  @Test
  void reads_every_kind_of_value() {
    JsonObject object =
        read("""
        {"text": "Größe 😀 \\u20ac\\n\\ud83d\\ude00", "int": -12, "half": 0.5, "yes": true,
         "no": false, "none": null, "list": [1, [], {}], "": {"deep": "x"}}
        """)
            .object();

    assertThat(object.getString("text")).isEqualTo("Größe 😀 €\n😀");
    assertThat(object.getInt("int")).isEqualTo(-12);
    assertThat(object.getJsonNumber("half").doubleValue()).isEqualTo(0.5);
    assertThat(object.getBoolean("yes")).isTrue();
    assertThat(object.getBoolean("no")).isFalse();
    assertThat(object.isNull("none")).isTrue();
    assertThat(object.getJsonArray("list")).hasSize(3);
    assertThat(object.getJsonObject("").getString("deep")).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e0", "10e-1", "1.00"})
  void numbers_that_mean_the_same_are_equal(String expected) {
    assertThat(read(expected).value()).isEqualTo(read("1").value());
  }

  @Test
  void returns_the_exact_bytes_of_a_member() {
    StrictJson json = read("{\"a\": 1, \"c\\u006fntent\":  {\"x\" : [ 1.50 ] } , \"b\": []}");

    assertThat(json.bytesOf("content")).hasValue("{\"x\" : [ 1.50 ] }".getBytes(UTF_8));
    assertThat(json.bytesOf("a")).isEmpty();
    assertThat(json.bytesOf("missing")).isEmpty();
    assertThat(json.objectWithEmpty(Set.of("content", "a")))
        .containsExactly(
            entry("a", Json.createValue(1)),
            entry("content", JsonValue.EMPTY_JSON_OBJECT),
            entry("b", JsonValue.EMPTY_JSON_ARRAY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"a\":2}|/a",
        "{\"a\":1,\"\\u0061\":2}|/a",
        "[0,{\"b\":{\"x/y\":1,\"x/y\":1}}]|/1/b/x~1y",
        "{\"m~n\":1,\"m~n\":1}|/m~0n",
      })
  void rejects_duplicate_keys(String text, String pointer) {
    MalformedJson rejection = rejection(text);

    assertThat(rejection.pointer()).isEqualTo(pointer);
    assertThat(rejection.detail()).contains("twice");
  }

  @Test
  void rejects_a_duplicate_among_thousands_of_keys_with_the_same_hash() {
    String colliding =
        IntStream.range(0, 1 << 13)
            .mapToObj(
                i ->
                    "\"%s\":0"
                        .formatted(
                            IntStream.range(0, 13)
                                .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
                                .collect(Collectors.joining())))
            .collect(Collectors.joining(","));
    assertThat(read("{" + colliding + "}").object()).hasSize(1 << 13);

    String first = "Aa".repeat(13);
    assertThat(rejection("{" + colliding + ",\"" + first + "\":0}").pointer())
        .isEqualTo("/" + first);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "9007199254740994",
        "90071992547409930",
        "123456789012345678901234567890",
        "9007199254740993.0",
        "9007199254740993e0",
        "1e20",
        "1.00000000000000000000000001e30",
      })
  void rejects_integers_beyond_two_to_the_53rd(String number) {
    MalformedJson rejection = rejection("{\"n\":[" + number + "]}");

    assertThat(rejection.pointer()).isEqualTo("/n/0");
    assertThat(rejection.detail()).contains(number, "2^53");
    assertThat(rejection.offset()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740992",
        "-9007199254740992",
        "9007199254740991",
        "1E30",
        "0e99999999999"
      })
  void accepts_numbers_that_fit_a_double(String number) {
    assertThat(read(number).value()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e-400"})
  void rejects_numbers_that_do_not_fit_a_double(String number) {
    assertThat(rejection(number).detail()).contains("for a double");
  }

  @Test
  void rejects_very_long_numbers_without_parsing_them() {
    assertThat(rejection("1" + "0".repeat(2_000_000) + ".5").detail()).contains("1000 characters");
    assertThat(rejection("1".repeat(2_000_000)).detail()).contains("2^53").hasSizeLessThan(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"01", "-", "-01", "1.", ".5", "1e", "1e+", "+1", "NaN", "Infinity", "0x10", "1 2"})
  void rejects_invalid_numbers(String text) {
    rejection(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,1]",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "tru",
        "nul",
        "True",
        "\"abc",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12",
        "\"\\",
        "//x",
        "[1]]",
        "{} {}",
        "\"tab\there\"",
        "{\"a\":1 \"b\":2}"
      })
  void rejects_invalid_json(String text) {
    rejection(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\u0041\"",
        "\"\\ude00\\ud83d\"",
        "\"\\ud83d\\ud83d\"",
        "{\"\\udfff\":1}"
      })
  void rejects_lone_surrogates(String text) {
    assertThat(rejection(text).detail()).contains("surrogate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "c080",
        "c1bf",
        "e08080",
        "eda080",
        "edbfbf",
        "f0808080",
        "f4908080",
        "f5808080",
        "ff",
        "c3",
        "e282",
        "f09f98",
        "c328",
        "e228a1"
      })
  void rejects_bytes_that_are_not_utf8(String hex) {
    MalformedJson rejection = rejection(HexFormat.of().parseHex("5b22" + hex + "225d"));

    assertThat(rejection.pointer()).isEqualTo("/0");
    assertThat(rejection.detail()).contains("UTF-8");
    assertThat(rejection.offset()).isEqualTo(2);
  }

  @Test
  void rejects_a_byte_order_mark() {
    assertThat(rejection("\ufeff{}").detail()).contains("byte order mark");
  }

  @Test
  void rejects_nesting_beyond_the_limit() {
    for (int levels : new int[] {StrictJson.MAX_DEPTH + 1, 1_000, 1_000_000}) {
      MalformedJson rejection = rejection("{\"a\":" + "[".repeat(levels - 1));

      assertThat(rejection.detail()).contains("deeper than 200 levels");
      assertThat(rejection.pointer()).startsWith("/a/0/0");
      assertThat(rejection.offset()).isEqualTo(5 + StrictJson.MAX_DEPTH - 1);
    }
  }

  @Test
  void accepts_nesting_up_to_the_limit() {
    int levels = StrictJson.MAX_DEPTH;

    assertThat(read("[".repeat(levels) + "]".repeat(levels)).value().asJsonArray()).hasSize(1);
  }

  @Test
  void reports_line_and_column() {
    MalformedJson rejection = rejection("{\n  \"a\": 1,\n  \"b\": x\n}");

    assertThat(rejection.line()).isEqualTo(3);
    assertThat(rejection.column()).isEqualTo(8);
    assertThat(rejection.pointer()).isEqualTo("/b");
    assertThat(rejection).hasMessageContaining("line 3, column 8");
  }

  @Test
  void points_to_the_object_for_errors_between_members() {
    assertThat(rejection("{\"a\": {\"b\": 1 \"c\": 2}}").pointer()).isEqualTo("/a");
    assertThat(rejection("[[1, 2 3]]").pointer()).isEqualTo("/0");
    assertThat(rejection("{\"a\": 1").pointer()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "1", "\"x\"", "null"})
  void rejects_other_values_where_an_object_is_expected(String text) {
    assertThat(
            catchThrowableOfType(
                MalformedJson.class, () -> StrictJson.readObject(text.getBytes(UTF_8))))
        .hasMessageContaining("object");
  }
}
