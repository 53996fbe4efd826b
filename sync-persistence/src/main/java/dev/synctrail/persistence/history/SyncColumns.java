package dev.synctrail.persistence.history;

import static dev.synctrail.persistence.history.HistoryColumns.constant;
import static dev.synctrail.persistence.history.HistoryColumns.id;
import static dev.synctrail.persistence.history.HistoryColumns.instant;
import static dev.synctrail.persistence.history.HistoryColumns.maybeChecksum;
import static dev.synctrail.persistence.history.HistoryColumns.maybeConstant;
import static dev.synctrail.persistence.history.HistoryColumns.maybeInstant;
import static dev.synctrail.persistence.history.HistoryColumns.maybeInteger;
import static java.util.Objects.requireNonNullElse;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.PurgeRecord;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.tracking.HexColumns;
import dev.synctrail.persistence.tracking.PushFlagColumn;
import dev.synctrail.persistence.tracking.TrackingJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Intent.Cause;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Recorder;
import dev.synctrail.tracking.SettledBy;
import dev.synctrail.tracking.Sync.Target;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps rows of {@code sync} to the records of the history. */
final class SyncColumns {
  /** A payload up to the threshold is stored unchanged, so its encoding need not be looked up. */
  private static final String PAYLOADS =
      "select s.*, "
          + forEachRole(
              "$.encoding as $_encoding, case when s.purge_id is null"
                  + " then coalesce($.stored_size, s.$_size) end as $_stored_size",
              ", ")
          + """
          , s.created_at as intended_recorded_at,
          coalesce(s.before_at, s.created_at) as before_recorded_at,
          coalesce(s.sent_at, s.created_at) as sent_recorded_at,
          coalesce(s.answered_at, s.completed_at, s.created_at) as answered_recorded_at
          from (
          """;

  private static final String STORED =
      "\n) s\n"
          + forEachRole(
              "left join lateral (select encoding, stored_size from snapshot i where s.$_size > "
                  + EncodedPayload.THRESHOLD
                  + " and s.purge_id is null and i.checksum = s.$_checksum and i.truncated ="
                  + " coalesce('#' = any (string_to_array(s.truncated_roles, ',')), false)"
                  + " limit 1) $ on true",
              "\n");

  private SyncColumns() {}

  /**
   * Adds the encoding and stored size of payloads to the selected syncs.
   *
   * @param syncs selects every column of few rows
   */
  static HistoryQuery withPayloads(HistoryQuery syncs) {
    return new HistoryQuery(PAYLOADS).add(syncs).add(STORED);
  }

  private static String forEachRole(String fragment, String separator) {
    StringBuilder sql = new StringBuilder();
    for (PayloadRole payloadRole : PayloadRole.values()) {
      sql.append(sql.isEmpty() ? "" : separator)
          .append(fragment.replace("$", prefix(payloadRole)).replace("#", payloadRole.name()));
    }
    return sql.toString();
  }

  static String prefix(PayloadRole payloadRole) {
    return payloadRole.name().toLowerCase(Locale.ROOT);
  }

  static SyncSummary summary(ResultSet row) throws SQLException {
    return new SyncSummary(
        new SyncId(id(row, "id")),
        new TypeKey(row.getString("type_key")),
        new PlatformId(row.getString("platform")),
        constant(row, "direction", Direction.class),
        maybeConstant(row, "operation", Operation.class),
        constant(row, "status", SyncStatus.class),
        maybeConstant(row, "settled_by", SettledBy.class),
        constant(row, "recorder", Recorder.class),
        new Cause(
            row.getString("actor"),
            row.getString("on_behalf_of"),
            row.getString("reason"),
            row.getString("sync_metadata"),
            HistoryColumns.run(row, "run_id"),
            HistoryColumns.sync(row, "retry_of"),
            row.getString("trace_id")),
        new PushOptions(
            row.getBoolean("dry_run"),
            row.getBoolean("ignore_data_loss"),
            constant(row, "on_conflict", OnConflict.class),
            PushFlagColumn.of(row.getString("manners"))),
        new VersionLink(hex(row, "version_id"), hex(row, "version_hash")),
        new Target(
            maybeInteger(row, "platform_revision"),
            row.getString("credential_fingerprint"),
            row.getString("adapter_version")),
        instant(row, "started_at"),
        maybeInstant(row, "first_sent_at"),
        maybeInstant(row, "completed_at"),
        instant(row, "created_at"),
        maybeInteger(row, "http_status"),
        failure(row),
        row.getInt("retry_count"),
        TrackingJson.items(row.getString("items")),
        payloads(row));
  }

  private static @Nullable String hex(ResultSet row, String column) throws SQLException {
    return HexColumns.hex(row.getBytes(column));
  }

  private static @Nullable Failure failure(ResultSet row) throws SQLException {
    FailureClass failureClass = maybeConstant(row, "failure_class", FailureClass.class);
    return failureClass == null
        ? null
        : new Failure(
            failureClass,
            requireNonNullElse(row.getString("error_message"), ""),
            maybeInteger(row, "http_status"),
            row.getString("platform_code"),
            TrackingJson.fields(row.getString("error_fields")),
            null);
  }

  private static Map<PayloadRole, StoredPayload> payloads(ResultSet row) throws SQLException {
    List<String> truncated =
        List.of(requireNonNullElse(row.getString("truncated_roles"), "").split(",", -1));
    Map<PayloadRole, StoredPayload> payloads = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : PayloadRole.values()) {
      StoredPayload payload =
          payload(
              row,
              prefix(payloadRole),
              truncated.contains(payloadRole.name()),
              prefix(payloadRole) + "_recorded_at",
              purgeRecord(row));
      if (payload != null) {
        payloads.put(payloadRole, payload);
      }
    }
    return payloads;
  }

  /** Reads a payload from the columns whose names start with {@code prefix}. */
  static @Nullable StoredPayload payload(
      ResultSet row,
      String prefix,
      boolean truncated,
      String recordedAt,
      @Nullable PurgeRecord purgeRecord)
      throws SQLException {
    Checksum checksum = maybeChecksum(row, prefix + "_checksum");
    if (checksum == null) {
      return null;
    }
    Instant timestamp = instant(row, recordedAt);
    return new StoredPayload(
        checksum,
        row.getInt(prefix + "_size"),
        row.getInt(prefix + "_stored_size"),
        maybeConstant(row, prefix + "_encoding", Encoding.class) == Encoding.GZIP,
        truncated,
        timestamp,
        purgeRecord);
  }

  private static @Nullable PurgeRecord purgeRecord(ResultSet row) throws SQLException {
    Instant at = maybeInstant(row, "purged_at");
    return at == null ? null : new PurgeRecord(id(row, "purge_id"), at);
  }

  static SyncProgress progress(ResultSet row) throws SQLException {
    return new SyncProgress(
        new SyncId(id(row, "id")),
        constant(row, "status", SyncStatus.class),
        new TypeKey(row.getString("type_key")),
        new PlatformId(row.getString("platform")),
        instant(row, "started_at"),
        maybeInstant(row, "first_sent_at"),
        maybeInstant(row, "completed_at"),
        row.getString("error_message"));
  }

  static LastSync lastSync(ResultSet row) throws SQLException {
    return new LastSync(
        new PlatformId(row.getString("platform")),
        new SyncId(id(row, "id")),
        new TypeKey(row.getString("type_key")),
        hex(row, "version_id"),
        hex(row, "version_hash"),
        constant(row, "direction", Direction.class),
        maybeConstant(row, "operation", Operation.class),
        constant(row, "status", SyncStatus.class),
        maybeConstant(row, "failure_class", FailureClass.class),
        row.getString("error_message"),
        instant(row, "started_at"),
        maybeInstant(row, "completed_at"));
  }
}
