package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Counts;
import dev.synctrail.analytics.Fingerprint;
import dev.synctrail.analytics.Series;
import dev.synctrail.analytics.Transition;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.tracking.TrackingJson;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Maps rows to domain values, and holds the SQL fragments that select such rows. */
final class MetricRows {
  /** The columns of {@link Counts}, in its order. */
  static final String NUMBERS =
      "in_progress, unknown, success, partial, failed, tries, payloads, original_bytes,"
          + " stored_bytes, timed, duration_sum, duration_min, duration_max";

  /**
   * The columns of a transition: {@code t} is a row of {@code sync_delta}, {@code p} its payload.
   */
  static final String TRANSITION =
      "t.sync_id, t.platform, t.type_key, t.direction, t.dry_run, t.old_status, t.old_operation,"
          + " t.status, t.operation, t.duration_ms, t.retry_count, t.failure_class,"
          + " t.platform_code, t.error_message, t.error_fields, p.original_size, p.stored_size";

  static final String WITH_PAYLOAD =
      " left join snapshot p on p.checksum = t.payload and p.truncated = t.payload_truncated";

  private static final List<String> NAMES = List.of(NUMBERS.split(", ", -1));

  private MetricRows() {}

  static Transition transition(ResultSet row) throws SQLException {
    String oldStatus = row.getString("old_status");
    SyncStatus status = SyncStatus.valueOf(row.getString("status"));
    Long duration = row.getObject("duration_ms", Long.class);
    Integer original = row.getObject("original_size", Integer.class);
    return new Transition(
        Columns.sync(row, "sync_id"),
        new PlatformId(row.getString("platform")),
        new TypeKey(row.getString("type_key")),
        Direction.valueOf(row.getString("direction")),
        row.getBoolean("dry_run"),
        oldStatus == null
            ? null
            : new Transition.Stage(
                SyncStatus.valueOf(oldStatus), operation(row.getString("old_operation"))),
        new Transition.Stage(status, operation(row.getString("operation"))),
        status.isTerminal()
            ? new Transition.Outcome(
                duration,
                row.getInt("retry_count"),
                original == null
                    ? null
                    : new Transition.Payload(original, row.getInt("stored_size")))
            : null,
        problem(row));
  }

  private static Transition.@Nullable Problem problem(ResultSet row) throws SQLException {
    String failureClass = row.getString("failure_class");
    if (failureClass == null) {
      return null;
    }
    List<FieldError> fields = TrackingJson.fields(row.getString("error_fields"));
    FieldError first = fields.isEmpty() ? null : fields.get(0);
    return new Transition.Problem(
        FailureClass.valueOf(failureClass),
        row.getString("platform_code"),
        first == null ? null : first.field(),
        first == null
            ? Objects.requireNonNullElse(row.getString("error_message"), "")
            : first.detail());
  }

  static Series series(ResultSet row) throws SQLException {
    String typeKey = row.getString("type_key");
    return new Series(
        new PlatformId(row.getString("platform")),
        typeKey.isEmpty() ? null : new TypeKey(typeKey),
        Direction.valueOf(row.getString("direction")),
        operation(row.getString("operation")),
        row.getBoolean("dry_run"));
  }

  static Counts counts(ResultSet row) throws SQLException {
    long[] numbers = new long[Counts.NUMBERS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = row.getLong(NAMES.get(i));
    }
    return Counts.of(numbers, row.getBytes("durations"));
  }

  static Fingerprint fingerprint(ResultSet row) throws SQLException {
    return new Fingerprint(
        new PlatformId(row.getString("platform")),
        Direction.valueOf(row.getString("direction")),
        operation(row.getString("operation")),
        FailureClass.valueOf(row.getString("failure_class")),
        row.getString("platform_code"),
        row.getString("field"),
        row.getString("detail"));
  }

  static @Nullable Operation operation(@Nullable String name) {
    return name == null || name.isEmpty() ? null : Operation.valueOf(name);
  }

  static LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, ZoneOffset.UTC);
  }

  static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns the smallest id of an instant, like {@code uuid_floor} in the schema. */
  static UUID floor(Instant at) {
    return new UUID(at.toEpochMilli() << 16, 0);
  }
}
