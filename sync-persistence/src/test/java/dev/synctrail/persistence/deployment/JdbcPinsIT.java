package dev.synctrail.persistence.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.deployment.Pin;
import dev.synctrail.deployment.Pins;
import dev.synctrail.deployment.PinsContract;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.persistence.version.JpaVersions;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPinsIT extends PinsContract {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database
        .entityManager()
        .createNativeQuery("truncate sync, pin, run_pin, content_type, version")
        .executeUpdate();
    database.commit();
  }

  private static Pin pin(SyncId sync) {
    return new Pin(
        UUID.randomUUID(),
        new PlatformId("cms"),
        new TypeKey("ArticlePage"),
        sync,
        RunId.at(NOON),
        new VersionId("ab".repeat(32)),
        false,
        false,
        NOON,
        "ann",
        null,
        null);
  }

  /** Hands out one connection, whose transaction is the test's. */
  private static DataSource within(Connection transaction) {
    Connection kept =
        (Connection)
            Proxy.newProxyInstance(
                JdbcPinsIT.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                    method.getName().equals("close")
                        ? null
                        : method.invoke(transaction, arguments));
    return (DataSource)
        Proxy.newProxyInstance(
            JdbcPinsIT.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> kept);
  }

  private static boolean somebodyWaits() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select exists (select from pg_locks where not granted)")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Test
  void of_two_rollbacks_at_once_the_later_one_pins_the_type() throws Exception {
    Pin first = pin(SyncId.at(NOON));
    Pin second = pin(SyncId.at(NOON));
    try (Connection one = database.dataSource().getConnection();
        Connection other = database.dataSource().getConnection()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      new JdbcPins(within(one)).add(first);
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> new JdbcPins(within(other)).add(second));
      while (!waiting.isDone() && !somebodyWaits()) {
        LockSupport.parkNanos(1_000_000);
      }
      assertThat(waiting).isNotDone();

      one.commit();
      waiting.join();
      other.commit();
    }

    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select string_agg(id || ' ' || coalesce(ended, 'lasts'), ', ' order by ended)"
                    + " from pin")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo(first.id() + " REPLACED, " + second.id() + " lasts");
    }
  }

  @Override
  protected Pins pins() {
    return new JdbcPins(database.dataSource());
  }

  @Override
  protected Syncs syncs() {
    return new JpaSyncs(database.entityManager());
  }

  @Override
  protected Versions versions() {
    return new JpaVersions(
        database.entityManager(), new JpaSnapshots(database.entityManager(), Clock.systemUTC()));
  }

  @Override
  protected void commit() {
    database.commit();
  }
}
