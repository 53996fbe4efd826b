package dev.synctrail.persistence.drift;

import dev.synctrail.drift.Observation;
import dev.synctrail.persistence.Columns;
import dev.synctrail.snapshot.PayloadReference;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Maps an observation to its columns. An observed payload is always complete. */
final class DriftColumns {
  private DriftColumns() {}

  static @Nullable Observation observation(ResultSet row, String role) throws SQLException {
    PayloadReference content = Columns.maybePayload(row, role);
    return content == null
        ? null
        : new Observation(
            content, row.getString(role + "_etag"), Columns.instant(row, role + "_at"));
  }

  static @Nullable PayloadReference content(@Nullable Observation observation) {
    return observation == null ? null : observation.content();
  }

  static @Nullable String etag(@Nullable Observation observation) {
    return observation == null ? null : observation.etag();
  }

  static @Nullable Instant at(@Nullable Observation observation) {
    return observation == null ? null : observation.at();
  }
}
