package dev.synctrail.platform;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which ids are legal. */
class PlatformIdTest {
  private static final String PATTERN = "[a-z0-9]{1,64}";

  @Property
  void agrees_with_the_documented_pattern(
      @ForAll
          @StringLength(max = 3)
          @Chars({'/', '0', '9', ':', 'A', 'Z', '`', 'a', 'z', '{', '-', 'é', '٣'})
          String text) {
    assertThat(PlatformId.isLegal(text)).isEqualTo(text.matches(PATTERN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65})
  void the_length_is_limited(int length) {
    String text = "a".repeat(length);
    assertThat(PlatformId.isLegal(text)).isEqualTo(text.matches(PATTERN));
  }
}
