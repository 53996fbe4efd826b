package dev.synctrail.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which ids are legal. */
class PlatformIdTest {
  private static final List<String> KEYS =
      List.of("client-id", "client-secret", "allowed-origin", "rate-per-minute");

  @Property
  void agrees_with_the_documented_pattern(
      @ForAll
          @StringLength(max = 5)
          @Chars({'/', '0', '9', ':', 'A', 'Z', '`', 'a', 'z', '{', '-', 'é', '٣'})
          String text) {
    assertThat(PlatformId.isLegal(text)).isEqualTo(text.matches(PlatformId.PATTERN));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 65})
  void the_length_is_limited(int length) {
    assertThat(PlatformId.isLegal("a".repeat(length))).isEqualTo(length >= 1 && length <= 64);
  }

  @Property
  void two_ids_never_have_the_same_environment_variable(
      @ForAll("ids") String one, @ForAll("ids") String other) {
    Set<String> variables = new HashSet<>();
    int ids = one.equals(other) ? 1 : 2;
    for (String id : Set.copyOf(List.of(one, other))) {
      KEYS.forEach(key -> variables.add(variable("sync.platform." + id + "." + key)));
    }
    assertThat(variables).hasSize(ids * KEYS.size());
  }

  /** The rule of MicroProfile Config. */
  private static String variable(String key) {
    return key.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.of("a", "b", "client", "id", "rate", "per", "minute", "-")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(parts -> String.join("", parts))
        .filter(PlatformId::isLegal);
  }
}
