package dev.synctrail.persistence.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the columns that the tables of this package share. */
final class FlowControlColumns {
  private FlowControlColumns() {}

  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instant(row, column));
  }

  static @Nullable Integer number(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  static UUID id(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  static @Nullable PlatformId platform(ResultSet row) throws SQLException {
    String platform = row.getString("platform");
    return platform == null ? null : new PlatformId(platform);
  }

  static @Nullable String value(@Nullable PlatformId platform) {
    return platform == null ? null : platform.value();
  }
}
