package dev.synctrail.persistence.export;

import static java.util.stream.Collectors.joining;

import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.ExportQuery.Part;
import dev.synctrail.export.ExportedSync;
import dev.synctrail.export.PayloadName;
import dev.synctrail.export.SyncExport;
import dev.synctrail.export.UnknownExportPosition;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.persistence.history.HistorySelect;
import dev.synctrail.persistence.history.Replica;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Exports syncs from the database. Syncs alone are read by one {@code COPY}. With payloads or
 * attempts, one {@code COPY} per batch is used, so that the connection is free in between to read
 * these.
 */
@ApplicationScoped
public class JdbcSyncExport implements SyncExport {
  private static final int BATCH = 500;

  /** The criteria whose indexes have no order. */
  private static final Set<Criterion> UNORDERED =
      EnumSet.of(
          Criterion.ERROR_MESSAGE,
          Criterion.ERROR_CONTAINS,
          Criterion.ERROR_TEXT,
          Criterion.POINTER);

  /** Number of syncs whose payloads are read in advance. */
  private static final int READ_AHEAD = 128;

  private final DataSource database;

  @Inject
  public JdbcSyncExport(@Replica DataSource database) {
    this.database = database;
  }

  @Override
  public void write(ExportQuery query, Sink sink) throws IOException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("set transaction isolation level repeatable read, read only");
        if (query.filter().values().keySet().stream().noneMatch(UNORDERED::contains)) {
          // return the first row immediately and do not sort on disk; each order has an index
          statement.execute("set local enable_sort = off");
        }
        new Run(connection, query, sink).write();
      } finally {
        end(connection);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Ends the transaction. A cancel request that arrives after the end of the copy hits the first
   * statement after it, so a failed rollback is repeated.
   */
  private static void end(Connection connection) throws SQLException {
    try {
      connection.rollback();
    } catch (SQLException e) {
      connection.rollback();
    }
    connection.setAutoCommit(true);
  }

  @Override
  public void write(Collection<SyncId> ids, Sink sink) throws IOException {
    if (ids.isEmpty()) {
      return;
    }
    String idList = ids.stream().map(id -> "'" + id + "'").collect(joining(", "));
    try (Connection connection = database.getConnection()) {
      PGConnection copying = connection.unwrap(PGConnection.class);
      List<ExportedSync> syncs =
          read(
              copying, "select " + SyncFields.SELECTED + " from sync where id in (" + idList + ")");
      Trails.addTo(syncs, copying);
      for (ExportedSync sync : syncs) {
        sink.take(sync);
      }
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Cannot export the history: " + e.getSQLState(), e);
  }

  private static List<ExportedSync> read(PGConnection connection, String select)
      throws SQLException {
    SyncFields fields = new SyncFields();
    List<ExportedSync> read = new ArrayList<>();
    try (BinaryCopy copy = BinaryCopy.of(connection, select)) {
      while (copy.next()) {
        ExportedSync sync = new ExportedSync();
        fields.read(copy, sync);
        read.add(sync);
      }
    }
    return read;
  }

  /** One export on one connection. */
  private static final class Run {
    private final Connection connection;
    private final PGConnection copying;
    private final ExportQuery query;
    private final Sink sink;
    private final StoredPayloads payloads;

    Run(Connection connection, ExportQuery query, Sink sink) throws SQLException {
      this.connection = connection;
      this.copying = connection.unwrap(PGConnection.class);
      this.query = query;
      this.sink = sink;
      this.payloads = new StoredPayloads(copying);
    }

    void write() throws SQLException, IOException {
      SyncId after = query.after();
      String key = after == null ? null : key(after);
      if (query.parts().isEmpty()) {
        stream(key);
      } else {
        inBatches(key);
      }
    }

    private String key(SyncId after) throws SQLException {
      if (query.order().by() == SyncOrder.By.STARTED_AT) {
        return after.toString();
      }
      try (var statement =
          connection.prepareStatement(
              "select " + HistorySelect.column(query.order().by()) + " from sync where id = ?")) {
        statement.setObject(1, after.value());
        try (var rows = statement.executeQuery()) {
          if (!rows.next()) {
            throw new UnknownExportPosition(after);
          }
          return rows.getLong(1) + " " + after;
        }
      }
    }

    private String select(@Nullable String key, String limit) throws SQLException {
      return HistorySelect.entries(SyncFields.SELECTED, query.filter(), query.order(), key)
          .add(limit)
          .inlined(copying::escapeLiteral);
    }

    private void stream(@Nullable String key) throws SQLException, IOException {
      SyncFields fields = new SyncFields();
      ExportedSync sync = new ExportedSync();
      try (BinaryCopy copy = BinaryCopy.of(copying, select(key, ""))) {
        while (copy.next()) {
          fields.read(copy, sync);
          sink.take(sync);
        }
      }
    }

    private void inBatches(@Nullable String first) throws SQLException, IOException {
      String key = first;
      List<ExportedSync> batch;
      do {
        batch = read(copying, select(key, " limit " + BATCH));
        if (query.parts().contains(Part.TRAIL)) {
          Trails.addTo(batch, copying);
        }
        for (int i = 0; i < batch.size(); i += READ_AHEAD) {
          write(batch.subList(i, Math.min(batch.size(), i + READ_AHEAD)));
        }
        if (!batch.isEmpty()) {
          key = keyOf(batch.get(batch.size() - 1));
        }
      } while (batch.size() == BATCH);
    }

    private void write(List<ExportedSync> syncs) throws SQLException, IOException {
      if (query.parts().contains(Part.DATA)) {
        Set<PayloadName> names =
            syncs.stream().flatMap(sync -> sync.payloads().stream()).collect(Collectors.toSet());
        payloads.expect(names);
      }
      for (ExportedSync sync : syncs) {
        sync.payloads(payloads::find);
        sink.take(sync);
      }
    }

    private String keyOf(ExportedSync sync) {
      String id = String.valueOf(sync.text(ExportColumn.ID));
      String duration = sync.text(ExportColumn.DURATION_MS);
      return switch (query.order().by()) {
        case STARTED_AT -> id;
        case DURATION -> (duration == null ? SyncQuery.NO_DURATION : duration) + " " + id;
        case STATUS ->
            SyncOrder.SEVERITY.indexOf(
                    SyncStatus.valueOf(String.valueOf(sync.text(ExportColumn.SYNC_STATUS))))
                + " "
                + id;
      };
    }
  }

  /** Reads attempts and events of syncs as JSON built by the database. */
  private static final class Trails {
    private static final int BATCH = 200;

    private static final String SELECT =
        """
        select s.id::text, json_strip_nulls(json_build_object(
          'attempts', coalesce((
            select json_agg(json_build_object(
              'number', t.number, 'trigger', t.trigger, 'startedAt', #t.started_at#,
              'endedAt', #t.ended_at#, 'outcome', t.outcome, 'failureClass', t.failure_class,
              'platformCode', t.platform_code, 'httpStatus', t.http_status,
              'errorMessage', t.error_message, 'traceparent', t.traceparent,
              'responseChecksum', right(encode(t.response_checksum, 'hex'), 64),
              'responseSize', t.response_size,
              'responseTruncated', nullif(t.response_truncated, false),
              'exchanges', (
                select json_agg(json_build_object(
                  'number', e.number, 'purpose', e.purpose, 'method', e.method, 'url', e.url,
                  'requestHeaders', e.request_headers::json,
                  'requestChecksum', right(encode(e.request_checksum, 'hex'), 64),
                  'requestSize', e.request_size,
                  'requestTruncated', nullif(e.request_truncated, false),
                  'startedAt', #e.started_at#, 'status', e.status,
                  'responseHeaders', e.response_headers::json,
                  'responseChecksum', right(encode(e.response_checksum, 'hex'), 64),
                  'responseSize', e.response_size,
                  'responseTruncated', nullif(e.response_truncated, false),
                  'endedAt', #e.ended_at#, 'failureClass', e.failure_class,
                  'errorMessage', e.error_message) order by e.number)
                from exchange e where e.trail_id = s.id and e.attempt = t.number)
              ) order by t.number)
            from attempt t where t.sync_id = s.id), '[]'::json),
          'events', coalesce((
            select json_agg(json_build_object(
              'kind', v.kind, 'at', #v.at#, 'actor', v.actor, 'cause', v.cause)
              order by v.number)
            from sync_story v where v.sync_id = s.id and v.kind <> 'IMPORTED'), '[]'::json)
          ))::text,
          (select string_agg(distinct p.name, ',' order by p.name) from (
            select right(encode(response_checksum, 'hex'), 64)
                   || case when response_truncated then '/beginning' else '' end
            from attempt where sync_id = s.id
            union all
            select right(encode(request_checksum, 'hex'), 64)
                   || case when request_truncated then '/beginning' else '' end
            from exchange where trail_id = s.id
            union all
            select right(encode(response_checksum, 'hex'), 64)
                   || case when response_truncated then '/beginning' else '' end
            from exchange where trail_id = s.id) as p(name))
        from sync s where s.id in (
        """
            .replaceAll(
                "#([a-z._]+)#",
                "to_char($1 at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')");

    private Trails() {}

    static void addTo(List<ExportedSync> syncs, PGConnection connection) throws SQLException {
      Map<String, ExportedSync> byId = new LinkedHashMap<>();
      syncs.forEach(sync -> byId.put(String.valueOf(sync.text(ExportColumn.ID)), sync));
      List<String> ids = List.copyOf(byId.keySet());
      for (int i = 0; i < ids.size(); i += BATCH) {
        String idList =
            ids.subList(i, Math.min(ids.size(), i + BATCH)).stream()
                .map(id -> "'" + id + "'")
                .collect(joining(", "));
        try (BinaryCopy copy = BinaryCopy.of(connection, SELECT + idList + ")")) {
          while (copy.next()) {
            add(copy, byId);
          }
        }
      }
    }

    private static void add(BinaryCopy copy, Map<String, ExportedSync> byId) {
      byte[] object = copy.bytes(1);
      String payloadNames = copy.text(2);
      Objects.requireNonNull(byId.get(copy.text(0)))
          .trail(
              Arrays.copyOfRange(object, 1, object.length - 1),
              payloadNames == null
                  ? List.of()
                  : Arrays.stream(payloadNames.split(",", -1)).map(PayloadName::of).toList());
    }
  }
}
