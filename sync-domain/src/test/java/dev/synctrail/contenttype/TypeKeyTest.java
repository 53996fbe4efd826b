package dev.synctrail.contenttype;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which keys are legal. */
class TypeKeyTest {
  private static final String PATTERN = "[A-Za-z][_0-9A-Za-z]{1,254}";

  @Property
  void agrees_with_the_documented_pattern(
      @ForAll
          @StringLength(max = 4)
          @Chars({'@', 'A', 'Z', '[', '_', '`', 'a', 'z', '{', '/', '0', '9', ':', 'é', '٣'})
          String text) {
    assertThat(TypeKey.isLegal(text)).isEqualTo(text.matches(PATTERN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 254, 255, 256})
  void the_length_is_limited(int length) {
    String text = "a".repeat(length);
    assertThat(TypeKey.isLegal(text)).isEqualTo(text.matches(PATTERN));
  }
}
