package dev.synctrail.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlatformChoiceTest {
  private final InMemoryPlatforms platforms = new InMemoryPlatforms();
  private final PlatformChoice defaultPlatform = new PlatformChoice(platforms);

  private void add(String id) {
    platforms.add(
        new Platform(
            new PlatformId(id),
            "optimizely",
            "A platform",
            URI.create("https://api.cms.optimizely.com"),
            "v1",
            Map.of(),
            1,
            Instant.parse("2026-03-01T12:00:00Z"),
            "ann"));
  }

  @Test
  void a_named_platform_is_chosen() {
    add("sandbox");

    assertThat(defaultPlatform.orNamed(new PlatformId("acme"))).isEqualTo(new PlatformId("acme"));
  }

  @Test
  void the_only_platform_is_chosen_when_none_is_named() {
    add("sandbox");

    assertThat(defaultPlatform.orNamed(null)).isEqualTo(new PlatformId("sandbox"));
  }

  @Test
  void otherwise_optimizely_is_chosen_even_if_it_does_not_exist() {
    assertThat(defaultPlatform.orNamed(null)).isEqualTo(PlatformId.DEFAULT);
    add("sandbox");
    add("acme");
    assertThat(defaultPlatform.orNamed(null)).isEqualTo(PlatformId.DEFAULT);
    add("optimizely");
    assertThat(defaultPlatform.orNamed(null)).isEqualTo(PlatformId.DEFAULT);
  }
}
