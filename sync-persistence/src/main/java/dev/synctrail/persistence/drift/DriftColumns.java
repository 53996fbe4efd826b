package dev.synctrail.persistence.drift;

import dev.synctrail.drift.DeployedState.LeftBy;
import dev.synctrail.drift.Observation;
import dev.synctrail.persistence.tracking.HexColumns;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the columns that the tables of this package share. A compared payload is always
 * complete, never truncated.
 */
public final class DriftColumns {
  private DriftColumns() {}

  public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  public static Instant requiredInstant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(instant(row, column));
  }

  public static @Nullable UUID uuid(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static @Nullable SyncId sync(ResultSet row, String column) throws SQLException {
    UUID id = uuid(row, column);
    return id == null ? null : new SyncId(id);
  }

  public static @Nullable UUID uuid(@Nullable SyncId sync) {
    return sync == null ? null : sync.value();
  }

  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  public static @Nullable PayloadReference payloadReference(ResultSet row, String role)
      throws SQLException {
    byte[] checksum = row.getBytes(role + "_checksum");
    return checksum == null
        ? null
        : new PayloadReference(
            new Checksum(Objects.requireNonNull(HexColumns.hex(checksum))),
            row.getInt(role + "_size"),
            false);
  }

  public static byte @Nullable [] checksum(@Nullable PayloadReference payloadReference) {
    return payloadReference == null ? null : HexColumns.bytes(payloadReference.checksum().hex());
  }

  public static @Nullable Integer size(@Nullable PayloadReference payloadReference) {
    return payloadReference == null ? null : payloadReference.originalSize();
  }

  public static @Nullable Observation observation(ResultSet row, String role) throws SQLException {
    PayloadReference content = payloadReference(row, role);
    return content == null
        ? null
        : new Observation(
            content, row.getString(role + "_etag"), requiredInstant(row, role + "_at"));
  }

  public static @Nullable LeftBy leftBy(ResultSet row, String column) throws SQLException {
    String name = row.getString(column);
    return name == null ? null : LeftBy.valueOf(name);
  }

  public static @Nullable String name(@Nullable Enum<?> constant) {
    return constant == null ? null : constant.name();
  }

  public static @Nullable PayloadReference content(@Nullable Observation observation) {
    return observation == null ? null : observation.content();
  }

  public static @Nullable String etag(@Nullable Observation observation) {
    return observation == null ? null : observation.etag();
  }

  public static @Nullable Instant at(@Nullable Observation observation) {
    return observation == null ? null : observation.at();
  }
}
