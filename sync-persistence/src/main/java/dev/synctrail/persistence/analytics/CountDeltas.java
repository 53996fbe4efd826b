package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Transition;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many syncs of which kind some transitions bring and take away.
 *
 * <p>They are added to {@code sync_count} as rows of their own, which are put together now and
 * then: a row per kind that everybody updates would let purges and roll-ups wait for each other.
 */
final class CountDeltas {
  private static final String PUT_TOGETHER =
      """
      with taken as (
        delete from sync_count
        where (select count(*) from sync_count)
          > 1000 + 6 * (select count(*) from analytics_series) returning *)
      insert into sync_count
      select platform, type_key, direction, operation, dry_run, status, sum(syncs) from taken
      group by platform, type_key, direction, operation, dry_run, status having sum(syncs) <> 0
      """;

  private final Map<Kind, Long> changes = new HashMap<>();

  void add(Transition transition) {
    transition.count(
        (series, tally) -> {
          for (SyncStatus status : SyncStatus.values()) {
            changes.merge(new Kind(series, status), tally.count(status), Long::sum);
          }
        });
  }

  void write(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("insert into sync_count values (?, ?, ?, ?, ?, ?, ?)")) {
      for (Map.Entry<Kind, Long> change : changes.entrySet()) {
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
    new SqlBuilder(PUT_TOGETHER).execute(connection);
  }

  private record Kind(Series series, SyncStatus status) {}
}
