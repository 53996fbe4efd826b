package dev.synctrail.persistence.board;

import dev.synctrail.board.BoardFilter;
import dev.synctrail.board.TileState;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.persistence.Sql;
import dev.synctrail.platform.PlatformId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SQL queries of the board. They read the history only by the ids of single pushes. */
final class BoardSelect {
  private static final int TIMEOUT_SECONDS = 10;

  /** The last push of each type that has not landed; the table has few rows. */
  private static final String UNLANDED =
      """
      with unlanded as materialized (
        select distinct on (platform, type_key) * from unlanded_push
        order by platform, type_key, sync_id desc)
      """;

  private static final String TYPES =
      """
      select c.type_key, c.head_id, v.content, v.content_hash, v.created_at
      from content_type c join version v on v.id = c.head_id where true""";

  /**
   * Joins everything that decides on the state of a tile to types {@code t}; each table has at most
   * one row for a tile. The keys of types have another collation than those of the tables whose
   * indexes are used here.
   */
  private static final String TILES =
      """
       cross join platform p
      left join deployed_state d on d.platform = p.id and d.type_key = t.type_key collate "default"
      left join conflict c on c.platform = p.id and c.type_key = t.type_key collate "default"
        and c.resolution is null and c.superseded_by is null
      left join unlanded u on u.platform = p.id and u.type_key = t.type_key
      left join holding_pin h on h.platform = p.id and h.type_key = t.type_key
      """;

  /**
   * A push intends the bytes of its version, except after a merge or a rollback; then the version
   * of the push tells what it means. It is looked up only then, and by its id: a scalar subquery is
   * never turned into a scan of the history.
   */
  private static final String IS_NEWEST =
      "(d.state in ('IN_SYNC', 'ALTERED') and d.wanted_checksum is not null"
          + " and (d.wanted_checksum = decode(t.content, 'hex') or coalesce((select s.version_hash"
          + " from sync s where s.id = d.pushed) = decode(t.content_hash, 'hex'), false)))";

  private static final String STATE =
      Stream.of(TileState.values())
          .map(state -> " when " + condition(state) + " then '" + state + "'")
          .collect(Collectors.joining("", "case", " end"));

  /** What the page shows besides the state. */
  private static final String DETAILS =
      """
      left join sync l on l.id = d.pushed
      left join sync f on f.id = u.sync_id
      left join drift_incident i on i.platform = p.id
        and i.type_key = t.type_key collate "default" and i.ended_at is null
      left join lateral (
        select w.id, w.author, w.created_at from version w
        where w.type_key = t.type_key collate "default" and w.content = encode(
          case when d.state in ('MODIFIED', 'ACCEPTED', 'UNTRACKED') then d.live_checksum
            when l.id is null then d.wanted_checksum end, 'hex')
        order by w.created_at desc limit 1) m on true
      left join lateral (
        select k.actor, k.reason from conflict k
        where d.state = 'ACCEPTED' and k.resolution = 'KEEP_THEIRS' and k.platform = p.id
          and k.type_key = t.type_key collate "default"
        order by k.resolved_at desc limit 1) k on true
      """;

  private static final String COLUMNS =
      """
      select t.type_key, t.head_id, t.created_at as head_at, p.id as platform, %s as state,
        d.state as drift_state, d.pushed, d.check_id, d.checked_at, d.left_at, d.live_at,
        d.live_checksum is not null as is_there, d.wanted_checksum is not null as is_wanted,
        c.sync_id as conflict, c.found_at, u.sync_id as unlanded, f.error_message,
        coalesce(f.completed_at, f.started_at) as unlanded_at,
        h.at as pinned_at, h.reason as pin_reason, i.first_seen, encode(l.version_id, 'hex') as pushed_version,
        l.completed_at as pushed_at, l.actor, l.reason, l.run_id, l.operation, l.manners,
        m.id as same_version, m.author as same_author, k.actor as kept_by, k.reason as kept_reason
      from ("""
          .formatted(STATE);

  private BoardSelect() {}

  /** A conflict between a push and others is not a failure once it was decided. */
  private static String condition(TileState state) {
    return switch (state) {
      case CONFLICT -> "c.sync_id is not null";
      case FAILED ->
          "u.status = 'FAILED'"
              + " and not exists (select from conflict_sync x where x.sync_id = u.sync_id)";
      case PENDING -> "u.status <> 'FAILED' or d.state = 'PENDING'";
      case DRIFTED -> "d.state in ('MODIFIED', 'MISSING')";
      case PINNED -> "h.id is not null";
      case BEHIND -> "d.pushed is not null and not " + IS_NEWEST;
      case IN_SYNC -> "d.pushed is not null";
      case NEVER_PUSHED -> "true";
    };
  }

  /** Selects the tiles of a page of types. */
  static Sql page(BoardFilter filter, @Nullable TypeKey cursor, boolean backwards, int limit) {
    Sql types = types(filter.typeKeyContains());
    if (cursor != null) {
      types.add(" and c.type_key " + (backwards ? "<" : ">") + " ?", cursor);
    }
    String order = backwards ? " desc" : "";
    Sql sql = new Sql(UNLANDED + COLUMNS);
    if (filter.states().isEmpty()) {
      sql.add(types);
    } else {
      sql.add("select distinct on (t.type_key) t.* from (").add(types).add(") t" + TILES);
      sql.add(" where not p.removed");
      where(sql, filter);
    }
    sql.add(" order by type_key" + order + " limit " + limit + ") t" + TILES + DETAILS);
    sql.add(" where not p.removed");
    where(sql, filter);
    return sql.add(" order by t.type_key" + order + ", p.id").withTimeout(TIMEOUT_SECONDS);
  }

  /** Selects the tiles of one type. */
  static Sql type(TypeKey typeKey) {
    return new Sql(UNLANDED + COLUMNS + TYPES)
        .add(" and c.type_key = ?) t", typeKey)
        .add(TILES + DETAILS + " where not p.removed order by p.id")
        .withTimeout(TIMEOUT_SECONDS);
  }

  /** Counts the tiles by state. */
  static Sql counts(BoardFilter filter) {
    Sql sql =
        new Sql(UNLANDED + "select " + STATE + " as state, count(*) as tiles from (")
            .add(types(filter.typeKeyContains()))
            .add(") t" + TILES + " where not p.removed");
    where(sql, filter);
    return sql.add(" group by 1").withTimeout(TIMEOUT_SECONDS);
  }

  private static Sql types(@Nullable String part) {
    Sql sql = new Sql(TYPES);
    return part == null ? sql : sql.add(" and c.type_key ilike ?", Sql.containing(part));
  }

  private static void where(Sql sql, BoardFilter filter) {
    PlatformId platform = filter.platform();
    if (platform != null) {
      sql.add(" and p.id = ?", platform);
    }
    Set<TileState> states = filter.states();
    if (!states.isEmpty()) {
      List<String> names = states.stream().map(TileState::name).toList();
      sql.add(" and " + STATE + " = any (cast(? as text[]))", names);
    }
  }
}
