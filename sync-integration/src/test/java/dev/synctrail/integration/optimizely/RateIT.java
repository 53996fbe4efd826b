package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A rate limit and an attempt that needs more requests than the burst. */
class RateIT {
  private static final Path CHANGESET =
      Path.of("../sync-persistence/src/main/resources/db/changelog/040-token-bucket.sql");

  private final StandIn standIn = StandIn.start();
  private EmbeddedPostgres postgres;
  private PlatformGateway gateway;

  @BeforeEach
  void start() throws Exception {
    postgres = EmbeddedPostgres.builder().setServerConfig("fsync", "off").start();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Files.readString(CHANGESET));
    }
    gateway =
        new Fixture()
            .credentials("optimizely", standIn.baseUrl())
            .with("sync.platform.optimizely.rate-per-minute", "1")
            .with("sync.optimizely.page-size", "2")
            .buckets(postgres.getPostgresDatabase())
            .gateway();
  }

  @AfterEach
  void stop() throws Exception {
    standIn.close();
    postgres.close();
  }

  private Platform platform() {
    return Fixture.platform("optimizely", standIn.baseUrl(), "v1", Map.of());
  }

  private PushOrder order(RecordingLog log) {
    Snapshot wanted = Snapshot.ofText("{\"key\":\"Hero\",\"baseType\":\"_page\"}");
    return new PushOrder(platform(), new TypeKey("Hero"), wanted, PushOptions.NONE, null, log);
  }

  @Test
  void a_push_succeeds_with_a_burst_of_one_request() {
    gateway.push(order(new RecordingLog()));
    assertThat(standIn.stored("Hero")).isPresent();
    RecordingLog next = new RecordingLog();
    assertThatThrownBy(() -> gateway.push(order(next))).isInstanceOf(Deferred.class);
    assertThat(next.requests()).isEmpty();
  }

  @Test
  void a_listing_with_more_pages_than_the_burst_ends() {
    for (int i = 0; i < 5; i++) {
      standIn.edit("{\"key\":\"Type" + i + "\",\"baseType\":\"_page\"}");
    }
    assertThat(gateway.list(platform(), new RecordingLog()).typeKeys()).hasSize(5);
  }

  @Test
  void nothing_is_sent_and_no_attempt_is_counted_while_the_bucket_cannot_be_read()
      throws Exception {
    gateway.push(order(new RecordingLog()));
    postgres.close();
    RecordingLog log = new RecordingLog();
    Instant before = Fixture.CLOCK.instant();
    assertThatThrownBy(() -> gateway.push(order(log)))
        .isInstanceOfSatisfying(
            Deferred.class,
            thrown -> {
              assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.INTERNAL);
              assertThat(thrown.notBefore()).isAfterOrEqualTo(before.plusSeconds(1));
            });
    assertThat(log.requests()).isEmpty();
  }
}
