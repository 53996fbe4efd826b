package dev.synctrail.persistence.history;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.Holding;
import dev.synctrail.history.Period;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncIds;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.snapshot.JpaSnapshots;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.search.PayloadKeys;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the plans of PostgreSQL for each query on a long history. */
@Tag("long")
class HistoryPlanIT {
  private static final int ROWS = 1_000_000;

  /** A page of 51 rows found one by one, each in a few blocks; the whole table has over 30 000. */
  private static final int MAX_BLOCKS = 600;

  /**
   * Rows that may be sorted: all matches if they are hardly more than a page; otherwise they are
   * read in order.
   */
  private static final int MAX_SORTED = 200;

  private static final TypeKey RARE_TYPE = new TypeKey("Type7");
  private static final UUID SOME_RUN = UUID.fromString("01770000-0000-7000-8000-000000000042");

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeAll
  static void insert_a_long_history() throws SQLException {
    execute("select ensure_partitions(timestamptz '2021-01-01 00:00Z', 4)");
    List<String> indexes = indexes();
    for (String index : indexes) {
      execute("drop index " + index.split(" ", -1)[2]);
    }
    execute(
        "set session_replication_role = replica;"
            + // insert only the rows, without triggers
            """
            insert into sync (id, type_key, version_id, version_hash, platform, direction, operation,
              status, recorder, run_id, actor, dry_run, ignore_data_loss, started_at, first_sent_at,
              completed_at, duration_ms, created_at, http_status, failure_class, platform_code,
              error_message, retry_count, intended_checksum, intended_size, sent_checksum, sent_size)
            select (left(uuid_floor(at)::text, 14) || right(md5(i::text)::uuid::text, 22))::uuid,
              'Type' || i % 199, sha256(('v' || i % 6007)::bytea), sha256(('h' || i % 6007)::bytea),
              case when i % 977 = 0 then 'sandbox' else 'optimizely' end,
              case when i % 887 = 0 then 'PULL' else 'PUSH' end,
              case when i % 1013 = 0 then 'DELETE' else 'UPDATE' end,
              case when fails then 'FAILED' else 'SUCCESS' end, 'ENGINE',
              ('01770000-0000-7000-8000-' || lpad((i % 15000)::text, 12, '0'))::uuid,
              'actor' || i % 211, i % 1031 = 0, false, at, at, at + duration, i % 5003, at,
              case when fails then 400 else 200 end,
              case when fails then 'REJECTED' end,
              case when fails then 'E' || i % 307 end,
              case when fails then 'The platform refused word' || i % 301 || ' of the type' end, 0,
              sha256((i % 6007)::text::bytea), 2048,
              sha256((case i % 6007 when 77 then 'sent' else (i % 6007)::text end)::bytea), 2048
            from (
              select i, i % 829 = 0 as fails, i % 5003 * interval '1 ms' as duration,
                timestamptz '2021-01-01 00:00Z' + i * (interval '118 days' / ROWS) as at
              from generate_series(1, ROWS) as i) as made
            """
                .replace("ROWS", Integer.toString(ROWS)));
    for (String index : indexes) {
      execute(index);
    }
    for (String column : List.of("type_key", "platform", "actor")) {
      execute(
          "insert into sync_value select distinct upper('%1$s'), %1$s from sync".formatted(column));
    }
    execute("analyze sync, sync_value");
    execute(
        "insert into payload_index values (sha256('42'), array[%d], true), (sha256('sent'), array[%d], true)"
            .formatted(
                PayloadKeys.of(new Holding("/intended", null)),
                PayloadKeys.of(new Holding("/sent", null))));
  }

  /**
   * Returns the statements that create the indexes. Creating them after the rows takes a fifth of
   * the time and has the same result.
   */
  private static List<String> indexes() {
    return HistorySelect.query(
            "select replace(pg_get_indexdef(indexrelid), ' ONLY ', ' ') from pg_index"
                + " where indrelid = 'sync'::regclass and not indisprimary")
        .all(database.dataSource(), row -> row.getString(1));
  }

  static Stream<Case> cases() {
    SyncOrder longest = new SyncOrder(SyncOrder.By.DURATION, true);
    Instant day = Instant.parse("2021-02-14T00:00:00Z");
    return Stream.of(
        new Case("everything", SyncFilter.ALL, "pkey"),
        new Case("type", SyncFilter.ALL.with(Criterion.TYPE_KEY, RARE_TYPE), "type_key_id"),
        new Case(
            "platform",
            SyncFilter.ALL.with(Criterion.PLATFORM, new PlatformId("sandbox")),
            "platform_id"),
        new Case("status", SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.FAILED), "status_id"),
        new Case("success", SyncFilter.ALL.with(Criterion.STATUS, SyncStatus.SUCCESS), "pkey"),
        new Case(
            "direction", SyncFilter.ALL.with(Criterion.DIRECTION, Direction.PULL), "direction_id"),
        new Case(
            "operation",
            SyncFilter.ALL.with(Criterion.OPERATION, Operation.DELETE),
            "operation_id"),
        new Case(
            "period",
            SyncFilter.ALL.with(new Period(day, day.plusSeconds(86_400))),
            "sync_2021_02_pkey"),
        new Case(
            "type and period",
            SyncFilter.ALL.with(Criterion.TYPE_KEY, RARE_TYPE).with(new Period(day, null)),
            "type_key_id"),
        new Case(
            "platform and period",
            SyncFilter.ALL
                .with(Criterion.PLATFORM, new PlatformId("sandbox"))
                .with(new Period(null, day)),
            "platform_id"),
        new Case(
            "status and period",
            SyncFilter.ALL
                .with(Criterion.STATUS, SyncStatus.FAILED)
                .with(new Period(day, day.plusSeconds(7 * 86_400))),
            "status_id"),
        new Case(
            "deployment",
            SyncFilter.ALL.with(Criterion.DEPLOYMENT_ID, new RunId(SOME_RUN)),
            "run_id_idx"),
        new Case(
            "retrieval",
            SyncFilter.ALL.with(Criterion.RETRIEVAL_ID, new RunId(SOME_RUN)),
            "run_id_idx"),
        new Case(
            "selected syncs",
            SyncFilter.ALL.with(
                Criterion.SYNC_IDS,
                SyncIds.of(List.of(SyncId.at(day), SyncId.at(day.plusSeconds(1))))),
            "sync_2021_02_pkey"),
        new Case(
            "results of a deployment",
            SyncFilter.ALL.with(Criterion.DEPLOYMENT_ID, new RunId(SOME_RUN)),
            new SyncOrder(SyncOrder.By.STATUS, true),
            "run_id_idx"),
        new Case(
            "version hash",
            SyncFilter.ALL.with(Criterion.VERSION_HASH, sha256("h77")),
            "version_hash_idx"),
        new Case(
            "version id",
            SyncFilter.ALL.with(Criterion.VERSION_ID, sha256("v77")),
            "version_id_idx"),
        new Case("actor", SyncFilter.ALL.with(Criterion.ACTOR, "actor42"), "actor_id"),
        new Case(
            "failure class",
            SyncFilter.ALL.with(Criterion.FAILURE_CLASS, FailureClass.REJECTED),
            "failure_class_id"),
        new Case(
            "platform code",
            SyncFilter.ALL.with(Criterion.PLATFORM_CODE, "E42"),
            "platform_code_id"),
        new Case("HTTP class", SyncFilter.ALL.with(Criterion.HTTP_CLASS, 4 + "xx"), "expr_id"),
        new Case("HTTP success", SyncFilter.ALL.with(Criterion.HTTP_CLASS, 2 + "xx"), "pkey"),
        new Case(
            "error message",
            SyncFilter.ALL.with(Criterion.ERROR_MESSAGE, "The platform refused word42 of the type"),
            "error_message_idx"),
        new Case(
            "part of rare errors",
            SyncFilter.ALL.with(Criterion.ERROR_CONTAINS, "ORD42 O"),
            "error_message_idx"),
        new Case(
            "part of no error",
            SyncFilter.ALL.with(Criterion.ERROR_CONTAINS, "no such error"),
            "error_message_idx"),
        new Case(
            "word of rare errors",
            SyncFilter.ALL.with(Criterion.ERROR_TEXT, "word42"),
            "error_message_idx"),
        new Case(
            "phrases of rare errors",
            SyncFilter.ALL.with(Criterion.ERROR_TEXT, "\"word42 of\" -timeout or \"word77 of\""),
            "error_message_idx"),
        new Case(
            "part of one type",
            SyncFilter.ALL.with(Criterion.TYPE_KEY_CONTAINS, "yPE77"),
            "type_key_id"),
        new Case(
            "part of ten types",
            SyncFilter.ALL.with(Criterion.TYPE_KEY_CONTAINS, "type19"),
            "type_key_id"),
        new Case(
            "part of all types", SyncFilter.ALL.with(Criterion.TYPE_KEY_CONTAINS, "type"), "pkey"),
        new Case(
            "part of a rare platform",
            SyncFilter.ALL.with(Criterion.PLATFORM_CONTAINS, "BOX"),
            "platform_id"),
        new Case(
            "part of both platforms",
            SyncFilter.ALL.with(Criterion.PLATFORM_CONTAINS, "o"),
            "platform_id"),
        new Case(
            "part of actors", SyncFilter.ALL.with(Criterion.ACTOR_CONTAINS, "OR21"), "actor_id"),
        new Case(
            "part of a type by duration",
            SyncFilter.ALL.with(Criterion.TYPE_KEY_CONTAINS, "type"),
            longest,
            "coalesce_id"),
        new Case("part of nothing", SyncFilter.ALL.with(Criterion.ACTOR_CONTAINS, "nobody"), ""),
        new Case("dry run", SyncFilter.ALL.with(Criterion.DRY_RUN, true), "_id_idx"),
        new Case("no dry run", SyncFilter.ALL.with(Criterion.DRY_RUN, false), "pkey"),
        new Case("by duration", SyncFilter.ALL, longest, "coalesce_id"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void each_filter_uses_its_index(Case testCase) throws SQLException {
    Plan plan = explain(page(testCase.query(null)));

    assertThat(plan.indexes()).as("%s", plan).anyMatch(name -> name.contains(testCase.index()));
    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.sorted()).as("%s", plan).isLessThan(MAX_SORTED);
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void a_page_in_the_middle_costs_no_more_than_the_first(Case testCase) throws SQLException {
    JdbcSyncHistory history = history();
    String cursor = history.page(testCase.query(null)).nextCursor();
    if (cursor == null) {
      return;
    }
    Plan plan = explain(page(testCase.query(cursor)));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
  }

  @Test
  void the_cost_of_the_values_that_contain_a_part_does_not_depend_on_the_number_of_syncs()
      throws SQLException {
    Plan plan = explain(HistorySelect.values(Criterion.ACTOR_CONTAINS, "7"));

    assertThat(plan.touched()).as("%s", plan).containsExactly("sync_value");
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS / 10);
  }

  @Test
  void counts_of_a_part_of_an_actor_are_found_by_index() throws SQLException {
    Plan plan = explain(HistorySelect.count(SyncFilter.ALL.with(Criterion.ACTOR_CONTAINS, "OR21")));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
  }

  /** They are read completely and sorted, unless they are so many that the newest suffice. */
  @ParameterizedTest
  @EnumSource(names = {"ERROR_CONTAINS", "ERROR_TEXT"})
  void a_part_of_all_errors_costs_no_more_than_the_syncs_with_an_error(Criterion criterion)
      throws SQLException {
    SyncFilter filter = SyncFilter.ALL.with(criterion, "refused");
    Plan plan = explain(page(SyncQuery.latest(filter, 50)));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(ROWS / 829 + MAX_BLOCKS);
  }

  @Test
  void counts_of_a_part_of_an_error_are_found_by_index() throws SQLException {
    Plan plan = explain(HistorySelect.count(SyncFilter.ALL.with(Criterion.ERROR_CONTAINS, "rd4")));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
  }

  @Test
  void a_lookup_by_id_reads_one_partition() throws SQLException {
    UUID id = UUID.fromString("01779c1f-8c00-7000-8000-000000000001");

    for (String table : List.of("sync", "attempt", "sync_event", "exchange")) {
      String key =
          switch (table) {
            case "sync" -> "id";
            case "exchange" -> "trail_id";
            default -> "sync_id";
          };
      Plan plan =
          explain(HistorySelect.query("select * from " + table + " where " + key + " = ?", id));

      assertThat(plan.touched()).as("%s", plan).containsExactly(table + "_2021_02");
    }
  }

  @Test
  void the_payloads_of_a_list_are_found_by_index() throws SQLException {
    Plan plan = explain(HistorySelect.snapshots(new String[] {"00".repeat(32), "ff".repeat(32)}));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
  }

  @Test
  void the_cost_of_the_last_sync_of_a_type_does_not_depend_on_the_number_of_its_syncs()
      throws SQLException {
    Plan plan = explain(HistorySelect.lastOfTypes(new String[] {"Type7", "Type8", "Type9"}));

    assertThat(plan.indexes()).as("%s", plan).anyMatch(name -> name.contains("platform_direction"));
    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(4 * MAX_BLOCKS);
  }

  @Test
  void the_cost_of_open_failures_depends_on_the_number_of_types_only() throws SQLException {
    Plan plan = explain(HistorySelect.openFailures(Instant.parse("2021-04-01T00:00:00Z"), 1_000));

    assertThat(plan.indexes()).as("%s", plan).anyMatch(name -> name.contains("platform_id"));
    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(100 * 199);
  }

  @Test
  void the_previous_sync_is_found_by_index() throws SQLException {
    SyncQuery deep =
        SyncQuery.of(
            SyncFilter.ALL
                .with(Criterion.TYPE_KEY, RARE_TYPE)
                .with(new Period(null, Instant.parse("2021-04-01T00:00:00Z"))),
            SyncOrder.NEWEST_FIRST,
            1,
            null,
            false);
    Plan plan = explain(HistorySelect.previous(history().page(deep).data().get(0)));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
  }

  @Test
  void the_last_success_is_found_by_index() throws SQLException {
    assertThat(history().lastSuccessful(RARE_TYPE, new PlatformId("optimizely"), Direction.PUSH))
        .isPresent();
    Plan plan =
        explain(
            HistorySelect.query(
                "select * from sync where status = 'SUCCESS' and not dry_run and type_key = ?"
                    + " and platform = ? and direction = ? order by id desc limit 1",
                "Type7",
                "optimizely",
                "PUSH"));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS / 10);
  }

  @Test
  void syncs_of_a_payload_are_found_by_index() throws SQLException {
    for (String pointer : List.of("/intended", "/sent")) {
      Plan plan = explain(HistorySelect.count(SyncFilter.ALL.with(new Holding(pointer, null))));

      assertThat(plan.indexes())
          .as("%s", plan)
          .contains("sync_2021_04_intended_checksum_idx", "sync_2021_04_sent_checksum_idx");
      assertThat(plan.scanned()).as("%s", plan).isEmpty();
      assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS);
    }
  }

  @Test
  void syncs_that_another_system_left_open_are_found_among_the_open_ones() throws SQLException {
    Plan plan =
        explain(
            HistorySelect.query(
                "select id from sync where status = 'IN_PROGRESS' and recorder = 'OUTSIDE'"
                    + " and created_at < ? order by id limit 100",
                "2021-04-01 00:00Z"));

    assertThat(plan.scanned()).as("%s", plan).isEmpty();
    assertThat(plan.blocks()).as("%s", plan).isLessThan(MAX_BLOCKS / 10);
  }

  private static String sha256(String text) {
    return Snapshot.ofText(text).checksum().hex();
  }

  private static Sql page(SyncQuery query) {
    return HistorySelect.page(query, history().resolve(query.filter()));
  }

  private static JdbcSyncHistory history() {
    return new JdbcSyncHistory(
        database.dataSource(),
        database.dataSource(),
        new JpaSnapshots(database.entityManager(), Clock.systemUTC()));
  }

  /** Plans a query as the product does: generic, or for its values where the query requests it. */
  private static Plan explain(Sql sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      String statementText = sql.inlined(text -> text.replace("'", "''"));
      if (!sql.usesCustomPlan()) {
        statement.execute("set plan_cache_mode = force_generic_plan");
        statement.execute(
            "prepare question" + types(sql.parameters()) + " as " + numbered(sql.text()));
        statementText = "execute question" + values(sql.parameters());
      }
      try (var rows =
          statement.executeQuery("explain (analyze, buffers, format json) " + statementText)) {
        rows.next();
        try (JsonReader reader = Json.createReader(new StringReader(rows.getString(1)))) {
          return new Plan(reader.readArray().getJsonObject(0).getJsonObject("Plan"));
        }
      }
    }
  }

  private static String numbered(String sql) {
    AtomicInteger number = new AtomicInteger();
    return Pattern.compile("\\?")
        .matcher(sql)
        .replaceAll(match -> "\\$" + number.incrementAndGet());
  }

  private static String values(List<Object> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream().map(HistoryPlanIT::literal).collect(joining(", ", "(", ")"));
  }

  private static String types(List<Object> parameters) {
    return parameters.isEmpty()
        ? ""
        : parameters.stream()
            .map(value -> value instanceof String[] ? "text[]" : "unknown")
            .collect(joining(", ", "(", ")"));
  }

  private static String literal(Object value) {
    if (value instanceof byte[] bytes) {
      return "'\\x" + HexFormat.of().formatHex(bytes) + "'";
    }
    return value instanceof String[] texts
        ? "'{" + String.join(",", texts) + "}'"
        : "'" + value + "'";
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private record Case(String name, SyncFilter filter, SyncOrder order, String index) {

    Case(String name, SyncFilter filter, String index) {
      this(name, filter, SyncOrder.NEWEST_FIRST, index);
    }

    SyncQuery query(@Nullable String cursor) {
      return SyncQuery.of(filter, order, 50, cursor, false);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** The plan that PostgreSQL reports, with its measurements. */
  private record Plan(JsonObject root) {

    Stream<JsonObject> nodes() {
      return below(root);
    }

    private static Stream<JsonObject> below(JsonObject node) {
      JsonArray children = node.getJsonArray("Plans");
      return Stream.concat(
          Stream.of(node),
          children == null
              ? Stream.empty()
              : children.stream().map(JsonValue::asJsonObject).flatMap(Plan::below));
    }

    List<String> indexes() {
      return nodes().map(node -> node.getString("Index Name", "")).distinct().toList();
    }

    /** Returns the partitions with rows that were read sequentially. */
    List<String> scanned() {
      return nodes()
          .filter(node -> node.getString("Node Type").equals("Seq Scan"))
          .map(node -> node.getString("Relation Name"))
          .filter(name -> name.startsWith("sync_2021"))
          .toList();
    }

    /** Returns how many rows were sorted. */
    int sorted() {
      return nodes()
          .filter(node -> node.getString("Node Type").contains("Sort"))
          .flatMap(node -> node.getJsonArray("Plans").stream().map(JsonValue::asJsonObject))
          .mapToInt(node -> node.getJsonNumber("Actual Rows").intValue())
          .sum();
    }

    List<String> touched() {
      return nodes()
          .map(node -> node.getString("Relation Name", ""))
          .filter(name -> !name.isEmpty())
          .distinct()
          .toList();
    }

    int blocks() {
      return root.getInt("Shared Hit Blocks") + root.getInt("Shared Read Blocks");
    }

    @Override
    public String toString() {
      return blocks()
          + " blocks: "
          + nodes()
              .map(
                  node ->
                      node.getString("Node Type")
                          + " "
                          + node.getString("Index Name", node.getString("Relation Name", ""))
                          + " "
                          + node.getString("Index Cond", ""))
              .toList();
    }
  }
}
