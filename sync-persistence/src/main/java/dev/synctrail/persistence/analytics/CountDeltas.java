package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Transition;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Changes of sync counts caused by a set of transitions.
 *
 * <p>They are inserted into {@code sync_count} as rows of their own, which are merged from time to
 * time. If all writers updated one row per key, purges and roll-ups would wait for each other.
 */
final class CountDeltas {
  private static final String MERGE =
      """
      with taken as (
        delete from sync_count
        where (select count(*) from sync_count)
          > 1000 + 6 * (select count(*) from analytics_series) returning *)
      insert into sync_count
      select platform, type_key, direction, operation, dry_run, status, sum(syncs) from taken
      group by platform, type_key, direction, operation, dry_run, status having sum(syncs) <> 0
      """;

  private final Map<Key, Long> changes = new HashMap<>();

  void add(Transition transition) {
    transition.count(
        (series, counts) -> {
          for (SyncStatus status : SyncStatus.values()) {
            changes.merge(new Key(series, status), counts.count(status), Long::sum);
          }
        });
  }

  void write(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into sync_count values (?, ?, ?, ?, ?, ?, ?)")) {
      for (Map.Entry<Key, Long> change : changes.entrySet()) {
        if (change.getValue() != 0) {
          Series series = change.getKey().series();
          statement.setString(1, series.platform().value());
          statement.setString(2, Objects.requireNonNull(series.typeKey()).value());
          statement.setString(3, series.direction().name());
          statement.setString(4, series.operation() == null ? null : series.operation().name());
          statement.setBoolean(5, series.dryRun());
          statement.setString(6, change.getKey().status().name());
          statement.setLong(7, change.getValue());
          statement.addBatch();
        }
      }
      statement.executeBatch();
    }
    new Sql(MERGE).execute(connection);
  }

  private record Key(Series series, SyncStatus status) {}
}
