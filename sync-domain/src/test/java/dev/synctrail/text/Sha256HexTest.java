package dev.synctrail.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the notation of SHA-256 hashes. */
class Sha256HexTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);

  @Property
  void agrees_with_the_regular_expression(
      @ForAll @StringLength(min = 63, max = 65) @CharRange(from = '/', to = 'h') String text) {
    assertThat(Sha256Hex.isValid(text)).isEqualTo(text.matches("[0-9a-f]{64}"));
  }

  @Test
  void all_digits_are_valid() {
    assertThat(Sha256Hex.isValid(DIGITS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(chars = {'/', ':', '`', 'g', 'A', 'F', ' ', '٣'})
  void no_other_character_is_valid(char other) {
    assertThat(Sha256Hex.isValid(other + DIGITS.substring(1))).isFalse();
  }

  @Test
  void the_length_is_exact() {
    assertThat(Sha256Hex.isValid(DIGITS + "0")).isFalse();
    assertThat(Sha256Hex.isValid(DIGITS.substring(1))).isFalse();
    assertThat(Sha256Hex.isValid("")).isFalse();
  }
}
