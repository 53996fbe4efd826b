package dev.synctrail.persistence.history;

import dev.synctrail.gateway.Failure;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.PurgeRecord;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.tracking.TrailRows;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Sync;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
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
  static Sql withPayloads(Sql syncs) {
    return HistorySelect.query(PAYLOADS).add(syncs).add(STORED);
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
    Sync sync = TrailRows.sync(row);
    Intent intent = sync.intent();
    Sync.State state = sync.state();
    return new SyncSummary(
        sync.id(),
        intent.typeKey(),
        intent.platform(),
        intent.direction(),
        state.operation(),
        state.status(),
        state.settledBy(),
        intent.recorder(),
        intent.cause(),
        intent.options(),
        sync.version(),
        sync.target(),
        sync.id().startedAt(),
        state.firstSentAt(),
        state.completedAt(),
        intent.createdAt(),
        state.httpStatus(),
        state.failure(),
        state.retryCount(),
        state.items(),
        payloads(row, state.payloads()));
  }

  private static Map<PayloadRole, StoredPayload> payloads(
      ResultSet row, Map<PayloadRole, PayloadReference> references) throws SQLException {
    Instant purgedAt = Columns.maybeInstant(row, "purged_at");
    PurgeRecord purged =
        purgedAt == null ? null : new PurgeRecord(Columns.id(row, "purge_id"), purgedAt);
    Map<PayloadRole, StoredPayload> payloads = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : references.keySet()) {
      String prefix = prefix(payloadRole);
      payloads.put(
          payloadRole,
          payload(row, prefix, references.get(payloadRole), prefix + "_recorded_at", purged));
    }
    return payloads;
  }

  /** Adds to a payload what is known from the columns whose names start with {@code prefix}. */
  static @Nullable StoredPayload payload(
      ResultSet row,
      String prefix,
      @Nullable PayloadReference reference,
      String recordedAt,
      @Nullable PurgeRecord purged)
      throws SQLException {
    return reference == null
        ? null
        : new StoredPayload(
            reference.checksum(),
            reference.originalSize(),
            row.getInt(prefix + "_stored_size"),
            Columns.maybeConstant(row, prefix + "_encoding", Encoding.class) == Encoding.GZIP,
            reference.truncated(),
            Columns.instant(row, recordedAt),
            purged);
  }

  static SyncProgress progress(ResultSet row) throws SQLException {
    Sync sync = TrailRows.sync(row);
    Sync.State state = sync.state();
    return new SyncProgress(
        sync.id(),
        state.status(),
        sync.intent().typeKey(),
        sync.intent().platform(),
        sync.id().startedAt(),
        state.firstSentAt(),
        state.completedAt(),
        message(state.failure()));
  }

  static LastSync lastSync(ResultSet row) throws SQLException {
    Sync sync = TrailRows.sync(row);
    Intent intent = sync.intent();
    Sync.State state = sync.state();
    Failure failure = state.failure();
    return new LastSync(
        intent.platform(),
        sync.id(),
        intent.typeKey(),
        sync.version().versionId(),
        sync.version().versionHash(),
        intent.direction(),
        state.operation(),
        state.status(),
        failure == null ? null : failure.failureClass(),
        message(failure),
        sync.id().startedAt(),
        state.completedAt());
  }

  private static @Nullable String message(@Nullable Failure failure) {
    return failure == null ? null : failure.message();
  }
}
