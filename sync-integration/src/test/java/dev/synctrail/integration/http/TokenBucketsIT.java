package dev.synctrail.integration.http;

import static dev.synctrail.flowcontrol.TrafficPolicy.Settings.AS_CONFIGURED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Token buckets on a real PostgreSQL, in the table of the changelog. */
class TokenBucketsIT {
  private static final Path CHANGESET =
      Path.of("../sync-persistence/src/main/resources/db/changelog/040-token-bucket.sql");

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (Connection connection = dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(CHANGESET));
    }
  }

  @AfterAll
  static void stop() throws Exception {
    postgres.close();
  }

  private static DataSource dataSource() {
    return postgres.getPostgresDatabase();
  }

  private static TokenBuckets buckets(Fixture fixture) {
    TokenBuckets buckets = new TokenBuckets(fixture.values(), fixture.clock);
    buckets.useDatabase(dataSource());
    return buckets;
  }

  @Test
  void a_platform_without_a_rate_is_not_limited() {
    TokenBuckets buckets = buckets(new Fixture());
    for (int i = 0; i < 100; i++) {
      assertThat(buckets.refuse(Fixture.platform("unlimited"), AS_CONFIGURED)).isEmpty();
    }
  }

  @Test
  void all_servers_together_stay_below_the_platforms_rate() {
    Fixture fixture = new Fixture().with("sync.platform.shared.rate-per-minute", 2);
    Platform platform = Fixture.platform("shared");
    TokenBuckets one = buckets(fixture);
    TokenBuckets other = buckets(fixture);
    assertThat(one.refuse(platform, AS_CONFIGURED)).isEmpty();
    assertThat(other.refuse(platform, AS_CONFIGURED)).isEmpty();
    assertThat(one.refuse(platform, AS_CONFIGURED).orElseThrow())
        .isBetween(fixture.clock.instant(), fixture.clock.instant().plus(Duration.ofSeconds(31)));
    assertThat(other.refuse(platform, AS_CONFIGURED)).isPresent();
    assertThat(other.refuse(Fixture.platform("neighbour"), AS_CONFIGURED)).isEmpty();
  }

  @Test
  void a_changed_rate_applies_immediately() {
    Platform platform = Fixture.platform("changing");
    Fixture fixture = new Fixture().with("sync.platform.changing.rate-per-minute", 1);
    TokenBuckets buckets = buckets(fixture);
    assertThat(buckets.refuse(platform, AS_CONFIGURED)).isEmpty();
    assertThat(buckets.refuse(platform, AS_CONFIGURED)).isPresent();
    fixture.config.clear();
    assertThat(buckets.refuse(platform, AS_CONFIGURED)).isEmpty();
    Platform bySetting =
        new Platform(
            platform.id(),
            platform.kind(),
            platform.name(),
            platform.baseUrl(),
            platform.apiVersion(),
            Map.of(TokenBuckets.SETTING, "1"),
            2,
            platform.changedAt(),
            platform.changedBy());
    assertThat(buckets.refuse(bySetting, AS_CONFIGURED)).isPresent();
  }

  @Test
  void nothing_is_sent_or_recorded_when_the_bucket_is_empty() {
    Fixture fixture = new Fixture().with("sync.platform.busy.rate-per-minute", 1);
    RecordedHttp http =
        fixture.http(new BareHttp(HttpSettings.from(fixture.values())), buckets(fixture));
    RecordingLog log = new RecordingLog();
    Platform platform = Fixture.platform("busy");
    try (StandIn standIn = StandIn.start()) {
      Outgoing out = Outgoing.of("GET", URI.create(standIn.baseUrl() + "/v1/x"));
      http.exchange(platform, log, RequestPurpose.READ, out);
      RecordingLog next = new RecordingLog();
      assertThatThrownBy(() -> http.exchange(platform, next, RequestPurpose.READ, out))
          .isInstanceOfSatisfying(
              Deferred.class,
              thrown -> {
                assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.RATE_LIMITED);
                assertThat(thrown.notBefore()).isAfter(fixture.clock.instant());
              });
      assertThat(next.requests()).isEmpty();
      assertThat(standIn.ledger().entries()).hasSize(1);
    }
  }

  @Test
  void the_next_attempt_waits_for_overdrawn_tokens() {
    Fixture fixture = new Fixture().with("sync.platform.owing.rate-per-minute", 1);
    TokenBuckets buckets = buckets(fixture);
    Platform platform = Fixture.platform("owing");
    assertThat(buckets.refuse(platform, AS_CONFIGURED)).isEmpty();
    buckets.overdraw(platform, AS_CONFIGURED);
    buckets.overdraw(platform, AS_CONFIGURED);
    assertThat(buckets.refuse(platform, AS_CONFIGURED).orElseThrow())
        .isAfter(fixture.clock.instant().plus(Duration.ofMinutes(2)));
    assertThat(buckets.show(platform, AS_CONFIGURED).orElseThrow().left()).isZero();
  }

  @Test
  void returns_until_when_it_refuses_unless_the_settings_have_changed() {
    Fixture fixture = new Fixture().with("sync.platform.refusing.rate-per-minute", 1);
    TokenBuckets buckets = buckets(fixture);
    Platform platform = Fixture.platform("refusing");
    buckets.refuse(platform, AS_CONFIGURED);
    assertThat(buckets.refusedUntil(platform.id(), AS_CONFIGURED)).isEmpty();

    Optional<Instant> until = buckets.refuse(platform, AS_CONFIGURED);

    assertThat(until).isPresent();
    assertThat(buckets.refusedUntil(platform.id(), AS_CONFIGURED)).isEqualTo(until);
    Settings freer = new Settings(null, null, null, 600, null);
    assertThat(buckets.refusedUntil(platform.id(), freer)).isEmpty();
    fixture.clock.forward(Duration.ofMinutes(1));
    assertThat(buckets.refusedUntil(platform.id(), AS_CONFIGURED)).isEmpty();
  }
}
