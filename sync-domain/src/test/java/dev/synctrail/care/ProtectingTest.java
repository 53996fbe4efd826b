package dev.synctrail.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.care.Protection.Order;
import dev.synctrail.care.Protection.Settings;
import dev.synctrail.care.Protection.State;
import dev.synctrail.platform.InMemoryPlatforms;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.InMemoryTrail;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProtectingTest {
  private static final PlatformId CMS = InMemoryTrail.CMS;
  private static final Settings STRICT = new Settings(5, 20, Duration.ofSeconds(7), 60, 3);

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Instant now = trail.clock().instant();
  private final InMemoryPlatforms platforms = new InMemoryPlatforms();
  private final Kept kept = new Kept();
  private final Protecting protecting =
      new Protecting(kept, platforms, new Waking(trail.backlog(), trail.facts()), trail.clock());

  @BeforeEach
  void thereIsAPlatform() {
    platforms.add(
        new Platform(
            CMS,
            "optimizely",
            "CMS",
            URI.create("https://cms.example"),
            "v1",
            Map.of(),
            1,
            Instant.EPOCH,
            "ann"));
  }

  @Test
  void every_change_is_a_revision_and_no_change_is_none() {
    Protection first = protecting.set(Protection.unset(CMS), STRICT, "storms", "ann").orElseThrow();

    assertThat(first).isEqualTo(new Protection(CMS, 1, STRICT, null, "storms", now, "ann"));
    assertThat(protecting.set(first, STRICT, "again", "bob")).contains(first);
    assertThat(kept.revisions).hasSize(1);
  }

  @Test
  void an_order_stays_with_the_settings_and_they_with_it() {
    Protection first = protecting.set(Protection.unset(CMS), STRICT, null, "ann").orElseThrow();
    Protection opened = protecting.order(CMS, State.OPEN, "they asked", "bob").orElseThrow();
    Protection later = protecting.set(opened, Settings.AS_CONFIGURED, null, "ann").orElseThrow();

    assertThat(first.order()).isNull();
    assertThat(opened)
        .isEqualTo(
            new Protection(CMS, 2, STRICT, new Order(State.OPEN, now), "they asked", now, "bob"));
    assertThat(later.order()).isEqualTo(opened.order());
  }

  @Test
  void of_two_at_the_same_time_one_loses() {
    protecting.set(Protection.unset(CMS), STRICT, null, "ann");

    assertThat(
            protecting.set(
                Protection.unset(CMS), new Settings(6, null, null, null, null), null, "bob"))
        .isEmpty();
  }

  @Test
  void refuses_an_unknown_platform_and_what_is_out_of_range() {
    PlatformId nowhere = new PlatformId("nowhere");
    assertThatThrownBy(() -> protecting.set(Protection.unset(nowhere), STRICT, null, "ann"))
        .isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> protecting.order(nowhere, State.OPEN, "x", "ann"))
        .isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> new Settings(0, null, null, null, null)).hasMessageContaining("calls");
    assertThatThrownBy(() -> new Settings(null, 101, null, null, null))
        .hasMessageContaining("failuresPercent");
    assertThatThrownBy(() -> new Settings(null, null, Duration.ofMillis(999), null, null))
        .hasMessageContaining("openFor");
    assertThatThrownBy(() -> new Settings(null, null, Duration.ofHours(25), null, null))
        .hasMessageContaining("openFor");
    assertThatThrownBy(() -> new Settings(null, null, null, -1, null))
        .hasMessageContaining("ratePerMinute");
    assertThatThrownBy(() -> new Settings(null, null, null, null, 0)).hasMessageContaining("burst");
  }

  /** Protections without a database. */
  private static final class Kept implements Protections {
    private final List<Protection> revisions = new ArrayList<>();

    @Override
    public Protection of(PlatformId platform) {
      return revisions.isEmpty() ? Protection.unset(platform) : revisions.get(revisions.size() - 1);
    }

    @Override
    public List<Protection> revisions(PlatformId platform) {
      return List.copyOf(revisions);
    }

    @Override
    public boolean add(Protection next) {
      return next.revision() == revisions.size() + 1 && revisions.add(next);
    }
  }
}
