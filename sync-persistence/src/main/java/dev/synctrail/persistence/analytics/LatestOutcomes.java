package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Transition;
import dev.synctrail.persistence.Sql;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** The newest successful and the newest failed sync of each platform in a set of transitions. */
final class LatestOutcomes {
  private final Map<Key, SyncId> newest = new HashMap<>();

  void add(Transition transition) {
    SyncStatus status = transition.to().status();
    if (transition.settles() && !transition.dryRun() && status != SyncStatus.PARTIAL) {
      newest.merge(
          new Key(transition.platform(), status),
          transition.sync(),
          (one, other) -> one.compareTo(other) > 0 ? one : other);
    }
  }

  void write(Connection connection) throws SQLException {
    for (Map.Entry<Key, SyncId> entry : newest.entrySet()) {
      new Sql(
              "insert into analytics_latest as kept (platform, status, sync_id) values (?, ?, ?)"
                  + " on conflict (platform, status) do update set sync_id = excluded.sync_id"
                  + " where excluded.sync_id > kept.sync_id",
              entry.getKey().platform().value(),
              entry.getKey().status().name(),
              entry.getValue().value())
          .execute(connection);
    }
  }

  private record Key(PlatformId platform, SyncStatus status) {}
}
