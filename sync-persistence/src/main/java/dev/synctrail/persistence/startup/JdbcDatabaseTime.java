package dev.synctrail.persistence.startup;

import dev.synctrail.persistence.Table;
import dev.synctrail.startup.DatabaseTime;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;

/** Reads the time of PostgreSQL, and the latest time in the ids and leases of all servers. */
@ApplicationScoped
public class JdbcDatabaseTime implements DatabaseTime {
  private final Table table;

  @Inject
  public JdbcDatabaseTime(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public Instant now() {
    return time("select clock_timestamp()").findFirst().orElseThrow();
  }

  private Stream<Instant> time(String sql) {
    return table.select(sql, row -> row.getObject(1, OffsetDateTime.class).toInstant()).stream();
  }

  /**
   * Considers only ids that this system created; times recorded or imported from outside are
   * arbitrary.
   */
  @Override
  public Instant latestRecorded() {
    return Stream.of(
            latestId("select id from sync where recorder = 'ENGINE' order by id desc limit 1"),
            latestId("select id from run order by id desc limit 1"),
            time(
                "select last_heartbeat from lane where last_heartbeat is not null"
                    + " order by last_heartbeat desc limit 1"))
        .flatMap(times -> times)
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }

  /**
   * Returns the millisecond after the latest id, because a new id of the same millisecond may sort
   * before it.
   */
  private Stream<Instant> latestId(String sql) {
    return table
        .select(sql, row -> new SyncId(row.getObject(1, UUID.class)).startedAt().plusMillis(1))
        .stream();
  }

  @Override
  public void renewLeases(Instant now, Duration age) {
    table.update(
        "update lane set last_heartbeat = ? where picked and last_heartbeat <= ?",
        now,
        now.minus(age));
  }
}
