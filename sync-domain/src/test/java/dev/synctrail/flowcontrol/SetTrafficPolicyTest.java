package dev.synctrail.flowcontrol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
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

class SetTrafficPolicyTest {
  private static final PlatformId CMS = InMemoryTrail.CMS;
  private static final Settings STRICT = new Settings(5, 20, Duration.ofSeconds(7), 60, 3);

  private final InMemoryTrail trail = InMemoryTrail.empty();
  private final Instant now = trail.clock().instant();
  private final InMemoryPlatforms platforms = new InMemoryPlatforms();
  private final Kept kept = new Kept();
  private final SetTrafficPolicy setTrafficPolicy =
      new SetTrafficPolicy(
          kept, platforms, new WakeLanes(trail.backlog(), trail.facts()), trail.clock());

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
  void every_change_creates_a_revision_and_an_unchanged_policy_none() {
    TrafficPolicy first =
        setTrafficPolicy.set(TrafficPolicy.unset(CMS), STRICT, "storms", "ann").orElseThrow();

    assertThat(first).isEqualTo(new TrafficPolicy(CMS, 1, STRICT, null, "storms", now, "ann"));
    assertThat(setTrafficPolicy.set(first, STRICT, "again", "bob")).contains(first);
    assertThat(kept.revisions).hasSize(1);
  }

  @Test
  void orders_and_settings_are_kept_independently() {
    TrafficPolicy first =
        setTrafficPolicy.set(TrafficPolicy.unset(CMS), STRICT, null, "ann").orElseThrow();
    TrafficPolicy opened =
        setTrafficPolicy.order(CMS, State.OPEN, "they asked", "bob").orElseThrow();
    TrafficPolicy later =
        setTrafficPolicy.set(opened, Settings.AS_CONFIGURED, null, "ann").orElseThrow();

    assertThat(first.order()).isNull();
    assertThat(opened)
        .isEqualTo(
            new TrafficPolicy(
                CMS, 2, STRICT, new Order(State.OPEN, now), "they asked", now, "bob"));
    assertThat(later.order()).isEqualTo(opened.order());
  }

  @Test
  void the_second_of_two_concurrent_changes_is_rejected() {
    setTrafficPolicy.set(TrafficPolicy.unset(CMS), STRICT, null, "ann");

    assertThat(
            setTrafficPolicy.set(
                TrafficPolicy.unset(CMS), new Settings(6, null, null, null, null), null, "bob"))
        .isEmpty();
  }

  @Test
  void rejects_an_unknown_platform_and_values_out_of_range() {
    PlatformId nowhere = new PlatformId("nowhere");
    assertThatThrownBy(
            () -> setTrafficPolicy.set(TrafficPolicy.unset(nowhere), STRICT, null, "ann"))
        .isInstanceOf(UnknownPlatform.class);
    assertThatThrownBy(() -> setTrafficPolicy.order(nowhere, State.OPEN, "x", "ann"))
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

  /** Traffic policies without a database. */
  private static final class Kept implements TrafficPolicies {
    private final List<TrafficPolicy> revisions = new ArrayList<>();

    @Override
    public TrafficPolicy of(PlatformId platform) {
      return revisions.isEmpty()
          ? TrafficPolicy.unset(platform)
          : revisions.get(revisions.size() - 1);
    }

    @Override
    public List<TrafficPolicy> revisions(PlatformId platform) {
      return List.copyOf(revisions);
    }

    @Override
    public boolean add(TrafficPolicy next) {
      return next.revision() == revisions.size() + 1 && revisions.add(next);
    }
  }
}
