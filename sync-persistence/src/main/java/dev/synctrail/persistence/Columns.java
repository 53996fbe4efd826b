package dev.synctrail.persistence;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Maps single columns to domain values and back. Methods named {@code maybe…} return null for a
 * null column.
 */
public final class Columns {
  private static final HexFormat HEX = HexFormat.of();

  private Columns() {}

  public static UUID id(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(maybeId(row, column));
  }

  public static @Nullable UUID maybeId(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static SyncId sync(ResultSet row, String column) throws SQLException {
    return new SyncId(id(row, column));
  }

  public static @Nullable SyncId maybeSync(ResultSet row, String column) throws SQLException {
    UUID id = maybeId(row, column);
    return id == null ? null : new SyncId(id);
  }

  public static @Nullable RunId maybeRun(ResultSet row, String column) throws SQLException {
    UUID id = maybeId(row, column);
    return id == null ? null : new RunId(id);
  }

  public static @Nullable PlatformId maybePlatform(ResultSet row) throws SQLException {
    String platform = row.getString("platform");
    return platform == null ? null : new PlatformId(platform);
  }

  public static Instant instant(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(maybeInstant(row, column));
  }

  public static @Nullable Instant maybeInstant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }

  /** Converts a column that JPA returned; drivers differ in its type. */
  public static @Nullable Instant maybeInstant(@Nullable Object column) {
    if (column instanceof OffsetDateTime time) {
      return time.toInstant();
    }
    return column == null ? null : ((Timestamp) column).toInstant();
  }

  public static @Nullable Integer maybeInteger(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Integer.class);
  }

  public static <E extends Enum<E>> E constant(ResultSet row, String column, Class<E> type)
      throws SQLException {
    return Enum.valueOf(type, row.getString(column));
  }

  public static <E extends Enum<E>> @Nullable E maybeConstant(
      ResultSet row, String column, Class<E> type) throws SQLException {
    String name = row.getString(column);
    return name == null ? null : Enum.valueOf(type, name);
  }

  public static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  /** Reads a complete payload from the columns whose names start with {@code prefix}. */
  public static @Nullable PayloadReference maybePayload(ResultSet row, String prefix)
      throws SQLException {
    return payload(row.getBytes(prefix + "_checksum"), maybeInteger(row, prefix + "_size"), false);
  }

  /**
   * Returns the reference to a payload; null without a checksum. Once the payload was erased, its
   * commitment takes the place of the checksum, under which nothing is stored.
   */
  public static @Nullable PayloadReference payload(
      byte @Nullable [] checksum, @Nullable Integer size, boolean truncated) {
    return checksum == null || size == null
        ? null
        : new PayloadReference(
            new Checksum(ErasedReference.hash(HEX.formatHex(checksum))), size, truncated);
  }

  public static byte @Nullable [] checksum(@Nullable PayloadReference payload) {
    return payload == null ? null : bytes(payload.checksum().hex());
  }

  public static @Nullable Integer size(@Nullable PayloadReference payload) {
    return payload == null ? null : payload.originalSize();
  }

  /** Returns the bytes of a hash, which are half as long as its hexadecimal text. */
  public static byte @Nullable [] bytes(@Nullable String hex) {
    return hex == null ? null : HEX.parseHex(hex);
  }

  /** Returns the hexadecimal text of a hash. */
  public static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HEX.formatHex(bytes);
  }
}
