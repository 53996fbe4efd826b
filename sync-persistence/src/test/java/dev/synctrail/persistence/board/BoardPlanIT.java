package dev.synctrail.persistence.board;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.BoardRow;
import dev.synctrail.board.TileState;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.platform.PlatformId;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Checks statements and plans for 1 000 types on five platforms with 50 000 pushes: the types of
 * the first platform are in sync, those of the others behind, failed, drifted, or never pushed.
 */
class BoardPlanIT {
  private static final int TYPES = 1_000;
  private static final int LIMIT = 50;

  /** The tables of the types are read as a whole where that is cheaper, each push by its id. */
  private static final int MAX_BLOCKS = 6_000;

  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private final List<String> statements = new ArrayList<>();
  private final JdbcTiles tiles = new JdbcTiles(counting(database.dataSource()));

  @BeforeAll
  static void insert_types_and_pushes() throws SQLException {
    execute(
        """
        select ensure_partitions(timestamptz '2026-01-01 00:00Z', 3);
        insert into platform (id, revision, removed)
        select 'p' || p, 1, false from generate_series(1, 5) p;
        insert into version (id, type_key, content_hash, content, source, author, parents, created_at)
        select encode(sha256(convert_to(t || '/' || v, 'UTF8')), 'hex'), 'Type' || lpad(t::text, 4, '0'),
          encode(sha256(convert_to('h' || v, 'UTF8')), 'hex'),
          encode(sha256(convert_to('c' || t || '/' || v, 'UTF8')), 'hex'), 'UI', 'ann', '',
          timestamptz '2026-01-01 00:00Z' + v * interval '1 day'
        from generate_series(1, TYPES) t, generate_series(1, 2) v;
        insert into content_type (type_key, head_id)
        select 'Type' || lpad(t::text, 4, '0'), encode(sha256(convert_to(t || '/2', 'UTF8')), 'hex')
        from generate_series(1, TYPES) t;
        set session_replication_role = replica;
        insert into sync (id, type_key, version_id, version_hash, platform, direction, operation,
          status, recorder, actor, dry_run, ignore_data_loss, started_at, completed_at, created_at,
          failure_class, retry_count)
        select (left(uuid_floor(at)::text, 14) || right(md5(p || '/' || t || '/' || n)::uuid::text, 22))::uuid,
          'Type' || lpad(t::text, 4, '0'), sha256(convert_to(t || '/' || v, 'UTF8')),
          sha256(convert_to('h' || v, 'UTF8')), 'p' || p, 'PUSH', 'UPDATE',
          case when p = 3 and n = 10 then 'FAILED' else 'SUCCESS' end, 'ENGINE', 'bob', false, false,
          at, at, at, case when p = 3 and n = 10 then 'REJECTED' end, 0
        from generate_series(1, TYPES) t, generate_series(1, 5) p, generate_series(1, 10) n,
          lateral (select case when p = 1 then 2 else 1 end as v,
            timestamptz '2026-01-05 00:00Z' + (n * 6000 + t * 5 + p) * interval '1 minute' as at) made;
        set session_replication_role = origin;
        insert into unlanded_push (sync_id, platform, type_key, status)
        select id, platform, type_key, status from sync where status = 'FAILED';
        insert into deployed_state (platform, type_key, state, pushed, wanted_checksum, wanted_size,
          live_checksum, live_size, live_at, fields)
        select s.platform, s.type_key, case when s.platform = 'p4' then 'MODIFIED' else 'IN_SYNC' end,
          s.id, decode(v.content, 'hex'), 1, decode(v.content, 'hex'), 1, s.completed_at, '{}'
        from (select distinct on (platform, type_key) * from sync
          where status = 'SUCCESS' and platform <> 'p5' order by platform, type_key, id desc) s
          join version v on v.id = encode(s.version_id, 'hex');
        analyze
        """
            .replace("TYPES", Integer.toString(TYPES)));
  }

  @Test
  void counts_every_tile_with_one_statement() {
    assertThat(tiles.counts(BoardFilter.ALL))
        .isEqualTo(
            Map.of(
                TileState.IN_SYNC, TYPES,
                TileState.BEHIND, TYPES,
                TileState.FAILED, TYPES,
                TileState.DRIFTED, TYPES,
                TileState.NEVER_PUSHED, TYPES));
    assertThat(statements).hasSize(1);
  }

  @Test
  void reads_all_types_in_pages_of_one_statement_each() {
    TypeKey cursor = null;
    List<BoardRow> page;
    int pages = 0;
    do {
      page = tiles.rows(BoardFilter.ALL, cursor, false, LIMIT);
      assertThat(page).allMatch(row -> row.tiles().size() == 5);
      pages += page.isEmpty() ? 0 : 1;
      cursor = page.isEmpty() ? cursor : page.get(page.size() - 1).typeKey();
    } while (!page.isEmpty());

    assertThat(pages).isEqualTo(TYPES / LIMIT);
    assertThat(statements).hasSize(pages + 1);
  }

  @Test
  void a_page_looks_up_only_its_own_pushes() {
    for (BoardFilter filter :
        List.of(
            BoardFilter.ALL,
            new BoardFilter(null, Set.of(TileState.DRIFTED), null),
            new BoardFilter("type09", Set.of(TileState.BEHIND), new PlatformId("p2")))) {
      Plan plan = explain(BoardSelect.page(filter, new TypeKey("Type0500"), false, LIMIT));

      assertThat(plan.scannedHistory()).as("%s", filter).isEmpty();
      assertThat(plan.blocks()).as("%s", filter).isLessThan(MAX_BLOCKS);
    }
    assertThat(explain(BoardSelect.type(new TypeKey("Type0500"))).blocks()).isLessThan(300);
  }

  @Test
  void the_counts_look_up_only_pushes_of_other_versions() {
    Plan plan = explain(BoardSelect.counts(BoardFilter.ALL));

    assertThat(plan.scannedHistory()).isEmpty();
    assertThat(plan.blocks()).isLessThan(MAX_BLOCKS);
  }

  private static Plan explain(Sql sql) {
    String plan =
        new Sql("explain (analyze, buffers, format json) ")
            .add(sql)
            .first(database.dataSource(), row -> row.getString(1))
            .orElseThrow();
    try (JsonReader reader = Json.createReader(new StringReader(plan))) {
      return new Plan(reader.readArray().getJsonObject(0).getJsonObject("Plan"));
    }
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the data source with a record of the statements that are prepared on it. */
  private DataSource counting(DataSource real) {
    return proxy(
        DataSource.class,
        real,
        result ->
            result instanceof Connection connection
                ? proxy(Connection.class, connection, statement -> statement)
                : result);
  }

  private <T> T proxy(Class<T> type, T real, Wrap wrap) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                statements.add(String.valueOf(arguments[0]));
              }
              try {
                return wrap.of(method.invoke(real, arguments));
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            }));
  }

  /** Replaces the result of a method. */
  @FunctionalInterface
  private interface Wrap {
    @Nullable Object of(@Nullable Object result);
  }

  /** The plan that PostgreSQL reports, with its measurements. */
  private record Plan(JsonObject root) {
    private Stream<JsonObject> nodes() {
      return below(root);
    }

    private static Stream<JsonObject> below(JsonObject node) {
      JsonArray children = node.getJsonArray("Plans");
      return Stream.concat(
          Stream.of(node),
          children == null
              ? Stream.empty()
              : children.stream().flatMap(child -> below(child.asJsonObject())));
    }

    /** Returns the parts of the history that are read as a whole. */
    List<String> scannedHistory() {
      return nodes()
          .filter(node -> node.getString("Node Type").equals("Seq Scan"))
          .filter(node -> node.getInt("Actual Loops", 0) > 0)
          .map(node -> node.getString("Relation Name"))
          .filter(name -> name.matches("sync(_\\d{4}_\\d{2}|_other)?"))
          .toList();
    }

    long blocks() {
      return root.getJsonNumber("Shared Hit Blocks").longValue()
          + root.getJsonNumber("Shared Read Blocks").longValue();
    }
  }
}
