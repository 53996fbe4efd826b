package dev.synctrail.persistence.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.export.ByteWriter;
import dev.synctrail.export.ExportColumn;
import dev.synctrail.export.ExportQuery;
import dev.synctrail.export.ExportQuery.Part;
import dev.synctrail.export.JsonSink;
import dev.synctrail.export.UnknownExportPosition;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.history.JdbcSyncHistory;
import dev.synctrail.persistence.history.RandomSyncs;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.tracking.SyncId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JdbcSyncExportIT {
  /** More than one batch. */
  private static final int ROWS = 1_200;

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static boolean inserted;
  private JdbcSyncExport export;

  @BeforeEach
  void insert_once() {
    export = new JdbcSyncExport(database.dataSource());
    if (!inserted) {
      JpaSyncs syncs = new JpaSyncs(database.entityManager());
      new RandomSyncs(7).syncs(ROWS).forEach(syncs::add);
      database.commit();
      inserted = true;
    }
  }

  private List<String> ids(ExportQuery query) throws IOException {
    List<String> ids = new ArrayList<>();
    export.write(query, sync -> ids.add(String.valueOf(sync.text(ExportColumn.ID))));
    return ids;
  }

  private static ExportQuery query(
      SyncFilter filter, SyncOrder order, @Nullable String after, Part... parts) {
    return new ExportQuery(
        filter, order, after == null ? null : new SyncId(UUID.fromString(after)), Set.of(parts));
  }

  private static List<SyncSummary> paged(SyncFilter filter, SyncOrder order) {
    JdbcSyncHistory history =
        new JdbcSyncHistory(
            database.dataSource(),
            database.dataSource(),
            new JpaSnapshots(database.entityManager(), Clock.systemUTC()));
    List<SyncSummary> listed = new ArrayList<>();
    String cursor = null;
    do {
      var page = history.page(SyncQuery.of(filter, order, 200, cursor, false));
      listed.addAll(page.data());
      cursor = page.nextCursor();
    } while (cursor != null);
    return listed;
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STATUS") // orders the syncs of a run only
  void exports_the_same_syncs_as_the_history_for_any_filter_and_order(SyncOrder.By by)
      throws IOException {
    RandomSyncs random = new RandomSyncs(8);
    for (int i = 0; i < 25; i++) {
      SyncFilter filter = random.filter();
      SyncOrder order = new SyncOrder(by, random.coin());
      List<String> listed =
          paged(filter, order).stream().map(SyncSummary::id).map(SyncId::toString).toList();
      assertThat(ids(query(filter, order, null))).as("%s", filter).isEqualTo(listed);
      assertThat(ids(query(filter, order, null, Part.TRAIL))).isEqualTo(listed);
    }
  }

  @ParameterizedTest
  @EnumSource(SyncOrder.By.class)
  void continues_after_any_sync_without_gaps(SyncOrder.By by) throws IOException {
    SyncOrder order = new SyncOrder(by, true);
    List<String> whole = ids(query(SyncFilter.ALL, order, null));
    assertThat(whole).hasSize(ROWS);
    for (int last : List.of(0, 1, 499, 500, 777, ROWS - 1)) {
      List<String> rest = whole.subList(last + 1, ROWS);
      assertThat(ids(query(SyncFilter.ALL, order, whole.get(last)))).isEqualTo(rest);
      assertThat(ids(query(SyncFilter.ALL, order, whole.get(last), Part.DATA))).isEqualTo(rest);
    }
  }

  @Test
  void reports_that_the_position_in_the_order_of_durations_no_longer_exists() {
    ExportQuery gone =
        query(
            SyncFilter.ALL,
            new SyncOrder(SyncOrder.By.DURATION, true),
            SyncId.at(Instant.EPOCH).toString());
    assertThatThrownBy(() -> ids(gone)).isInstanceOf(UnknownExportPosition.class);
  }

  @Test
  void filters_are_not_interpreted_as_sql() throws IOException {
    SyncFilter malicious =
        SyncFilter.ALL
            .with(Criterion.ACTOR, "'; delete from sync; -- \\' ?")
            .with(Criterion.ERROR_TEXT, "'?\\");
    assertThat(ids(query(malicious, SyncOrder.NEWEST_FIRST, null))).isEmpty();
    assertThat(ids(query(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null))).hasSize(ROWS);
  }

  @Test
  void writes_the_same_values_as_the_history() throws IOException {
    Iterator<SyncSummary> history = paged(SyncFilter.ALL, SyncOrder.NEWEST_FIRST).iterator();
    export.write(
        query(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null),
        sync -> {
          SyncSummary listed = history.next();
          assertThat(Instant.parse(String.valueOf(sync.text(ExportColumn.STARTED_AT))))
              .isEqualTo(listed.startedAt());
          assertThat(sync.text(ExportColumn.STARTED_AT))
              .hasSize("2026-01-31T09:30:00.000Z".length());
          assertThat(sync.text(ExportColumn.SYNC_STATUS)).isEqualTo(listed.status().name());
          assertThat(sync.text(ExportColumn.DURATION_MS))
              .isEqualTo(listed.durationMs() == null ? null : listed.durationMs().toString());
          assertThat(sync.text(ExportColumn.DEPLOYMENT_ID))
              .isEqualTo(listed.deployment() == null ? null : listed.deployment().toString());
          assertThat(sync.text(ExportColumn.RETRIEVAL_ID))
              .isEqualTo(listed.retrieval() == null ? null : listed.retrieval().toString());
          assertThat(sync.text(ExportColumn.ERROR_MESSAGE)).isEqualTo(listed.errorMessage());
          assertThat(sync.text(ExportColumn.DRY_RUN))
              .isEqualTo(String.valueOf(listed.options().dryRun()));
        });
  }

  @ParameterizedTest
  @EnumSource(Part.class)
  void returns_the_connection_when_the_consumer_fails(Part part) throws SQLException {
    for (ExportQuery query :
        List.of(
            query(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null),
            query(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null, part))) {
      assertThatThrownBy(
              () ->
                  export.write(
                      query,
                      sync -> {
                        throw new IOException("gone");
                      }))
          .isInstanceOf(IOException.class)
          .hasMessage("gone");
    }
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement();
        var copying =
            statement.executeQuery(
                "select count(*) from pg_stat_activity where datname = current_database()"
                    + " and query like 'copy%' and state <> 'idle'")) {
      copying.next();
      assertThat(copying.getInt(1)).isZero();
    }
  }

  @Test
  void the_same_syncs_produce_the_same_bytes() throws IOException {
    ExportQuery all = query(SyncFilter.ALL, SyncOrder.NEWEST_FIRST, null, Part.values());
    assertThat(lines(all))
        .isEqualTo(lines(all))
        .contains("\"attempts\":[],\"events\":[{\"kind\":\"BEGUN\"", "\"payloads\":{}");
  }

  private String lines(ExportQuery query) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteWriter bytes = new ByteWriter(out);
    export.write(query, new JsonSink(bytes, query.parts(), "\n"));
    bytes.flush();
    return out.toString(StandardCharsets.UTF_8);
  }
}
