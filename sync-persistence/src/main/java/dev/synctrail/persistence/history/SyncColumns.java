package dev.synctrail.persistence.history;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElse;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.PurgeRecord;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncProgress;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.tracking.TrailRows;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.tracking.Intent;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Maps rows of {@code sync} to the records of the history. */
final class SyncColumns {
  private SyncColumns() {}

  static String prefix(PayloadRole payloadRole) {
    return payloadRole.name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads syncs, of which all columns are selected.
   *
   * <p>A payload up to the threshold is stored unchanged. Only where there is a larger one, which
   * is rare, a second query reads how it is stored; as a join, it would cost every page a third of
   * its query.
   */
  static List<SyncSummary> summaries(Sql syncs, DataSource database) {
    List<Listed> rows = syncs.all(database, SyncColumns::listed);
    Map<StoredKey, StoredForm> forms = forms(rows, database);
    return rows.stream().map(row -> summary(row, forms)).toList();
  }

  /** A row of a list, before it is known how its payloads are stored. */
  private record Listed(
      Sync sync, Map<PayloadRole, Instant> recordedAt, @Nullable PurgeRecord purged) {}

  /** The key of a snapshot. */
  private record StoredKey(Checksum checksum, boolean truncated) {
    static StoredKey of(PayloadReference payload) {
      return new StoredKey(payload.checksum(), payload.truncated());
    }
  }

  /** How a snapshot is stored. */
  private record StoredForm(Encoding encoding, int size) {
    static final StoredForm NOTHING = new StoredForm(Encoding.IDENTITY, 0);
  }

  private static Listed listed(ResultSet row) throws SQLException {
    Sync sync = TrailRows.sync(row);
    Instant createdAt = sync.intent().createdAt();
    Map<PayloadRole, Instant> recordedAt = new EnumMap<>(PayloadRole.class);
    for (PayloadRole payloadRole : sync.state().payloads().keySet()) {
      Instant at =
          switch (payloadRole) {
            case INTENDED -> createdAt;
            case BEFORE -> Columns.maybeInstant(row, "before_at");
            case SENT -> Columns.maybeInstant(row, "sent_at");
            case ANSWERED ->
                requireNonNullElse(
                    Columns.maybeInstant(row, "answered_at"),
                    requireNonNullElse(sync.state().completedAt(), createdAt));
          };
      recordedAt.put(payloadRole, requireNonNullElse(at, createdAt));
    }
    return new Listed(sync, recordedAt, purged(row));
  }

  private static @Nullable PurgeRecord purged(ResultSet row) throws SQLException {
    Instant purgedAt = Columns.maybeInstant(row, "purged_at");
    return purgedAt == null ? null : new PurgeRecord(Columns.id(row, "purge_id"), purgedAt);
  }

  private static Map<StoredKey, StoredForm> forms(List<Listed> rows, DataSource database) {
    String[] checksums =
        rows.stream()
            .filter(row -> row.purged() == null)
            .flatMap(row -> row.sync().state().payloads().values().stream())
            .filter(payload -> payload.originalSize() > EncodedPayload.THRESHOLD)
            .map(payload -> payload.checksum().hex())
            .distinct()
            .toArray(String[]::new);
    Map<StoredKey, StoredForm> forms = new HashMap<>();
    if (checksums.length > 0) {
      HistorySelect.snapshots(checksums)
          .all(
              database,
              row ->
                  forms.put(
                      new StoredKey(
                          new Checksum(requireNonNull(Columns.hex(row.getBytes("checksum")))),
                          row.getBoolean("truncated")),
                      new StoredForm(
                          Columns.constant(row, "encoding", Encoding.class),
                          row.getInt("stored_size"))));
    }
    return forms;
  }

  private static SyncSummary summary(Listed row, Map<StoredKey, StoredForm> forms) {
    Sync sync = row.sync();
    Intent intent = sync.intent();
    Sync.State state = sync.state();
    Map<PayloadRole, StoredPayload> payloads = new EnumMap<>(PayloadRole.class);
    state
        .payloads()
        .forEach(
            (payloadRole, payload) ->
                payloads.put(
                    payloadRole,
                    payload(
                        payload,
                        row.purged() == null
                            ? forms.getOrDefault(
                                StoredKey.of(payload),
                                new StoredForm(Encoding.IDENTITY, payload.originalSize()))
                            : StoredForm.NOTHING,
                        requireNonNull(row.recordedAt().get(payloadRole)),
                        row.purged())));
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
        payloads);
  }

  private static StoredPayload payload(
      PayloadReference payload, StoredForm form, Instant recordedAt, @Nullable PurgeRecord purged) {
    return new StoredPayload(
        payload.checksum(),
        payload.originalSize(),
        form.size(),
        form.encoding() == Encoding.GZIP,
        payload.truncated(),
        recordedAt,
        purged);
  }

  /**
   * Adds to a payload of an exchange or attempt what is known from the columns whose names start
   * with {@code prefix}.
   */
  static @Nullable StoredPayload payload(
      ResultSet row, String prefix, @Nullable PayloadReference reference, String recordedAt)
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
            purged(row));
  }

  /** Maps the few columns that are read at every poll of a status. */
  static SyncProgress progress(ResultSet row) throws SQLException {
    SyncId id = Columns.sync(row, "id");
    return new SyncProgress(
        id,
        Columns.constant(row, "status", SyncStatus.class),
        new TypeKey(row.getString("type_key")),
        new PlatformId(row.getString("platform")),
        id.startedAt(),
        Columns.maybeInstant(row, "first_sent_at"),
        Columns.maybeInstant(row, "completed_at"),
        row.getString("message"));
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
