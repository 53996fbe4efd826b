package dev.synctrail.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Domain(JsonDomain.class)
@Domain(DomainContext.Global.class)
class CanonicalJsonTest {
  private static String canonical(String text) {
    return new String(CanonicalJson.of(text.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void formats_the_sample_of_rfc_8785_section_3_2_2() {
    assertThat(
            canonical(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50,
                              2e-3, 0.000000000000000000000000001],
                  "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                  "literals": [null, true, false]
                }
                """))
        .isEqualTo(
            """
            {"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
            "string":"€$\\u000f\\nA'B\\"\\\\\\\\\\"/"}\
            """);
  }

  @Test
  void sorts_keys_as_rfc_8785_section_3_2_3() {
    assertThat(
            canonical(
                """
                {
                  "\\u20ac": "Euro Sign",
                  "\\r": "Carriage Return",
                  "\\ufb33": "Hebrew Letter Dalet With Dagesh",
                  "1": "One",
                  "\\ud83d\\ude00": "Emoji: Grinning Face",
                  "\\u0080": "Control",
                  "\\u00f6": "Latin Small Letter O With Diaeresis"
                }
                """))
        .containsSubsequence(
            "Carriage Return", "One", "Control", "Latin Small", "Euro", "Emoji", "Hebrew");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000,0",
    "8000000000000000,0",
    "0000000000000001,5e-324",
    "8000000000000001,-5e-324",
    "7fefffffffffffff,1.7976931348623157e+308",
    "ffefffffffffffff,-1.7976931348623157e+308",
    "4340000000000000,9007199254740992",
    "c340000000000000,-9007199254740992",
    "4430000000000000,295147905179352830000",
    "44b52d02c7e14af5,9.999999999999997e+22",
    "44b52d02c7e14af6,1e+23",
    "44b52d02c7e14af7,1.0000000000000001e+23",
    "444b1ae4d6e2ef4e,999999999999999700000",
    "444b1ae4d6e2ef4f,999999999999999900000",
    "444b1ae4d6e2ef50,1e+21",
    "3eb0c6f7a0b5ed8c,9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d,0.000001",
    "41b3de4355555553,333333333.3333332",
    "41b3de4355555554,333333333.33333325",
    "41b3de4355555555,333333333.3333333",
    "41b3de4355555556,333333333.3333334",
    "41b3de4355555557,333333333.33333343",
    "becbf647612f3696,-0.0000033333333333333333",
    "43143ff3c1cb0959,1424953923781206.2",
  })
  void formats_the_numbers_of_rfc_8785_appendix_b(String bits, String expected) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(CanonicalJson.number(number)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void rejects_numbers_that_are_not_finite(double number) {
    assertThatThrownBy(() -> CanonicalJson.number(number))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"-0,0", "-0.0,0", "0.0,0", "1.0,1", "-12.50,-12.5", "100e-2,1", "12e3,12000"})
  void formats_equal_numbers_identically(String literal, String expected) {
    assertThat(canonical(literal)).isEqualTo(expected);
  }

  @Test
  void sorts_many_keys() {
    List<String> keys = new ArrayList<>();
    for (int i = 1_000; i < 2_000; i++) {
      keys.add("\"k" + i + "\":0");
    }
    String sorted = "{" + String.join(",", keys) + "}";
    Collections.shuffle(keys, new Random(7));

    assertThat(canonical("{" + String.join(",", keys) + "}")).isEqualTo(sorted);
  }

  @Test
  void rejects_a_lone_surrogate() {
    JsonObject broken = Json.createObjectBuilder().add("text", "\ud83d").build();

    assertThatThrownBy(() -> CanonicalJson.of(broken)).isInstanceOf(IllegalArgumentException.class);
  }

  @Property
  void canonicalization_is_idempotent(@ForAll JsonValue value) {
    byte[] once = CanonicalJson.of(value);

    assertThat(CanonicalJson.of(once)).isEqualTo(once);
  }

  @Property
  void canonical_form_has_the_same_value(@ForAll JsonValue value) {
    assertThat(StrictJson.read(CanonicalJson.of(value)).value())
        .isEqualTo(StrictJson.read(value.toString().getBytes(UTF_8)).value());
  }

  @Property
  void a_value_built_in_code_has_the_form_of_its_text(@ForAll JsonValue value) {
    assertThat(CanonicalJson.of(value))
        .isEqualTo(CanonicalJson.of(value.toString().getBytes(UTF_8)));
  }

  @Property
  void the_order_of_keys_does_not_matter(@ForAll JsonObject object, @ForAll Random random) {
    List<String> keys = new ArrayList<>(object.keySet());
    Collections.shuffle(keys, random);
    JsonObjectBuilder shuffled = Json.createObjectBuilder();
    keys.forEach(key -> shuffled.add(key, object.get(key)));

    assertThat(CanonicalJson.of(shuffled.build())).isEqualTo(CanonicalJson.of(object));
  }

  @Property
  void keys_are_in_the_order_of_java_strings(@ForAll JsonObject object) {
    assertThat(List.copyOf(StrictJson.read(CanonicalJson.of(object)).object().keySet())).isSorted();
  }

  @Property
  void every_fraction_round_trips(@ForAll @DoubleRange(min = -1e15, max = 1e15) double number) {
    assertThat(Double.parseDouble(canonical(Double.toString(number)))).isEqualTo(number + 0.0);
  }
}
