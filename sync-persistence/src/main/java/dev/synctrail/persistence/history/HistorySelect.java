package dev.synctrail.persistence.history;

import static java.util.stream.Collectors.joining;

import dev.synctrail.history.Criterion;
import dev.synctrail.history.Holding;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.history.SyncOrder;
import dev.synctrail.history.SyncQuery;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.search.PayloadKeys;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.RunId;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL queries of the history. Each condition is written in the same form as its index. */
public final class HistorySelect {
  private static final String DURATION = "coalesce(duration_ms, " + SyncQuery.NO_DURATION + ")";

  /**
   * Each branch matches an index; that of sent payloads lacks those that were sent as intended.
   * There are few payloads compared with syncs, so they are looked up first.
   */
  private static final String HOLDING =
      " and (intended_checksum is not null and intended_checksum = any (#)"
          .concat(" or sent_checksum is not null")
          .concat(" and sent_checksum is distinct from intended_checksum")
          .concat(" and sent_checksum = any (#)")
          .concat(" or pulled_checksum is not null and pulled_checksum = any (#))")
          .replace("#", "array(select checksum from payload_index where keys @> array[?::bigint])");

  private static final String SEVERITY =
      SyncOrder.SEVERITY.stream()
          .map(status -> "'" + status + "'")
          .collect(joining(", ", "array_position(array[", "], status) - 1"));

  /** The criteria by which syncs are counted in advance. */
  private static final Set<Criterion> COUNTED =
      EnumSet.of(
          Criterion.TYPE_KEY,
          Criterion.TYPE_KEY_CONTAINS,
          Criterion.PLATFORM,
          Criterion.PLATFORM_CONTAINS,
          Criterion.DIRECTION,
          Criterion.OPERATION,
          Criterion.DRY_RUN,
          Criterion.STATUS);

  /** The values of a column that contain a part; a trigger stores them. */
  private static final String VALUES =
      "select distinct value from sync_value where kind = ? and value ilike ?";

  /** A page is merged from one page of each value, in the order of its index, up to this number. */
  private static final int MAX_MERGED = 20;

  /** The criteria that always match many rows. */
  private static final Set<Criterion> COMMON =
      EnumSet.of(Criterion.START_DATE, Criterion.END_DATE, Criterion.DRY_RUN);

  /**
   * Reading a page takes milliseconds; only counting or searching a very long history comes near
   * this limit.
   */
  private static final int TIMEOUT_SECONDS = 10;

  private HistorySelect() {}

  static Sql query(String fragment, @Nullable Object... values) {
    return new Sql(fragment, values).withTimeout(TIMEOUT_SECONDS);
  }

  /**
   * Selects one entry more than the page, nearest to the cursor first. The limit is no parameter:
   * PostgreSQL would consider a generic plan without the limit expensive and plan each page again.
   *
   * <p>A plan for a part of a value must know the values that contain it, because they may be rare
   * or on every row. No index has the rows of several values in the order of a page, so that their
   * pages are merged.
   *
   * @param values the values of each criterion that is about a part of a value, from {@link
   *     #resolve}
   */
  static Sql page(SyncQuery query, Map<Criterion, List<String>> values) {
    SyncOrder order = new SyncOrder(query.order().by(), descending(query));
    String end = order(order) + " limit " + (query.page().limit() + 1);
    List<Sql> pages =
        merged(values).stream().map(each -> matches(query, order, each).add(end)).toList();
    if (pages.size() == 1) {
      return pages.get(0);
    }
    Sql sql = query("select * from (");
    String between = "(";
    for (Sql each : pages) {
      sql.add(between).add(each).add(")");
      between = " union all (";
    }
    return sql.add(") as pages" + end);
  }

  private static Sql matches(
      SyncQuery query, SyncOrder order, Map<Criterion, List<String>> values) {
    SyncFilter filter = query.filter();
    for (Criterion criterion : values.keySet()) {
      filter = filter.with(criterion, null);
    }
    Sql sql = selected("*", filter, order, query.page().key());
    values.forEach((criterion, each) -> in(sql.customPlan(), column(criterion), each));
    return sql;
  }

  /** Returns the values of each page that is merged: one of a few, or all of many. */
  private static List<Map<Criterion, List<String>>> merged(Map<Criterion, List<String>> values) {
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1 && entry.getValue().size() <= MAX_MERGED)
        .min(Comparator.comparing(entry -> entry.getValue().size()))
        .map(
            entry ->
                entry.getValue().stream()
                    .map(
                        value -> {
                          Map<Criterion, List<String>> each = new EnumMap<>(values);
                          each.put(entry.getKey(), List.of(value));
                          return each;
                        })
                    .toList())
        .orElse(List.of(values));
  }

  private static void in(Sql sql, String column, List<String> values) {
    if (values.size() == 1) {
      equal(sql, column, values.get(0));
    } else if (values.isEmpty()) {
      sql.add(" and false");
    } else {
      sql.add(
          " and " + column + " in (" + "?, ".repeat(values.size() - 1) + "?)", values.toArray());
    }
  }

  /**
   * Returns the values for which the criteria of a filter stand that are about a part of a value;
   * error messages have too many.
   *
   * @param read executes a query of one column
   */
  public static Map<Criterion, List<String>> resolve(
      SyncFilter filter, Function<Sql, List<String>> read) {
    Map<Criterion, List<String>> values = new EnumMap<>(Criterion.class);
    filter
        .values()
        .forEach(
            (criterion, part) -> {
              if (criterion.whole().isPresent() && criterion != Criterion.ERROR_CONTAINS) {
                values.put(criterion, read.apply(values(criterion, (String) part)));
              }
            });
    return values;
  }

  /** Selects the values in the history that contain the text of a criterion. */
  static Sql values(Criterion criterion, String text) {
    return query(VALUES + " order by value", kind(criterion), Sql.containing(text));
  }

  /**
   * Selects all entries after a key, in order.
   *
   * @param columns of {@code sync}, in SQL
   * @param key as {@link SyncQuery#key} formats it; null selects all entries
   */
  public static Sql entries(
      String columns, SyncFilter filter, SyncOrder order, @Nullable String key) {
    return selected(columns, filter, order, key).add(order(order));
  }

  private static Sql selected(
      String columns, SyncFilter filter, SyncOrder order, @Nullable String key) {
    Sql sql = query("select " + columns + " from sync where true");
    where(sql, filter);
    if (key != null) {
      String comparison = order.descending() ? "<" : ">";
      switch (order.by()) {
        case STARTED_AT -> sql.add(" and id " + comparison + " ?", UUID.fromString(key));
        case DURATION, STATUS -> {
          int space = key.indexOf(' ');
          sql.add(
              " and (" + column(order.by()) + ", id) " + comparison + " (?, ?)",
              Long.valueOf(key.substring(0, space)),
              UUID.fromString(key.substring(space + 1)));
        }
      }
    }
    return sql;
  }

  /** Selects how payloads are stored, by their checksums in hexadecimal. */
  static Sql snapshots(String[] checksums) {
    return query(
        "select checksum, truncated, encoding, stored_size from snapshot"
            + " where checksum = any (array(select decode(unnest(cast(? as text[])), 'hex')))",
        (Object) checksums);
  }

  private static String order(SyncOrder order) {
    String direction = order.descending() ? " desc" : " asc";
    return switch (order.by()) {
      case STARTED_AT -> " order by id" + direction;
      case DURATION, STATUS -> " order by " + column(order.by()) + direction + ", id" + direction;
    };
  }

  /** Returns the sort key of an order in SQL; without the id, which decides between equal ones. */
  public static String column(SyncOrder.By by) {
    return switch (by) {
      case STARTED_AT -> "id";
      case DURATION -> DURATION;
      case STATUS -> SEVERITY;
    };
  }

  private static boolean descending(SyncQuery query) {
    return query.order().descending() != query.page().backwards();
  }

  /**
   * Counts by the stored counts if they cover the filter, otherwise by the rows; both are exact.
   */
  static Sql count(SyncFilter filter) {
    if (isSummed(filter)) {
      Sql sql = query("select (select coalesce(sum(syncs), 0) from sync_count where true");
      addCountFilter(sql, filter, "");
      sql.add(") + (select count(*) from sync_delta where true");
      addCountFilter(sql, filter, "");
      sql.add(") - (select count(*) from sync_delta where old_status is not null");
      addCountFilter(sql, filter, "old_");
      return sql.add(")");
    }
    Sql sql = query("select count(*) from sync where true").customPlan();
    where(sql, filter);
    return sql;
  }

  /** Counts up to {@code limit + 1} rows, unless the stored counts cover the filter. */
  static Sql count(SyncFilter filter, int limit) {
    if (isSummed(filter)) {
      return count(filter);
    }
    Sql sql = query("select count(*) from (select 1 from sync where true").customPlan();
    where(sql, filter);
    return sql.add(" limit " + (limit + 1L) + ") s");
  }

  private static boolean isSummed(SyncFilter filter) {
    return COUNTED.containsAll(filter.values().keySet());
  }

  private static void addCountFilter(Sql sql, SyncFilter filter, String stage) {
    filter
        .values()
        .forEach(
            (criterion, value) -> {
              switch (criterion) {
                case STATUS, OPERATION -> equal(sql, stage + column(criterion), value);
                case TYPE_KEY_CONTAINS, PLATFORM_CONTAINS ->
                    sql.add(
                        " and " + column(criterion) + " ilike ?", Sql.containing((String) value));
                default -> add(sql, criterion, value);
              }
            });
  }

  /** Returns a filter as a condition; it may evaluate to null for a column without a value. */
  public static Sql criteria(SyncFilter filter) {
    Sql sql = new Sql("true");
    where(sql, filter);
    return sql;
  }

  private static void where(Sql sql, SyncFilter filter) {
    filter.values().forEach((criterion, value) -> add(sql, criterion, value));
    Holding holding = filter.holding();
    if (holding != null) {
      Long key = PayloadKeys.of(holding);
      sql.add(HOLDING, key, key, key);
    }
    if (!COMMON.containsAll(filter.values().keySet())) {
      sql.customPlan(); // a page of a rare value is found only through the index of that value
    }
  }

  private static void add(Sql sql, Criterion criterion, Object value) {
    switch (criterion) {
      case VERSION_HASH, VERSION_ID ->
          sql.add(" and " + column(criterion) + " = ?", Columns.bytes((String) value));
      case SYNC_IDS ->
          sql.add(" and id = any (cast(string_to_array(?, ',') as uuid[]))", value.toString());
      case DEPLOYMENT_ID -> ofRun(sql, (RunId) value, Direction.PUSH);
      case RETRIEVAL_ID -> ofRun(sql, (RunId) value, Direction.PULL);
      case START_DATE -> sql.add(" and id >= ?", floor((Instant) value));
      case END_DATE -> sql.add(" and id < ?", floor((Instant) value));
      case DRY_RUN -> sql.add((Boolean) value ? " and dry_run" : " and not dry_run");
      case HTTP_CLASS -> {
        int httpClass = Character.digit(((String) value).charAt(0), 10);
        if (httpClass == 2) {
          sql.add(" and http_status between 200 and 299"); // not indexed: most syncs have it
        } else {
          sql.add(" and http_status / 100 = ?", httpClass);
        }
      }
      case ERROR_MESSAGE -> sql.add(" and error_message is not null and error_message = ?", value);
      case ERROR_CONTAINS ->
          sql.add(
              " and error_message is not null and error_message ilike ?",
              Sql.containing((String) value));
      case ERROR_TEXT -> ErrorWords.addCondition(sql, (String) value);
      case TYPE_KEY_CONTAINS, PLATFORM_CONTAINS, ACTOR_CONTAINS ->
          sql.add(
              " and " + column(criterion) + " = any (array(" + VALUES + "))",
              kind(criterion),
              Sql.containing((String) value));
      case POINTER, VALUE -> {} // one condition, see where
      default -> equal(sql, column(criterion), value);
    }
  }

  /** Most criteria are named like their column, and need no condition of their own. */
  private static String column(Criterion criterion) {
    return criterion.whole().orElse(criterion).name().toLowerCase(Locale.ROOT);
  }

  private static String kind(Criterion part) {
    return part.whole().orElseThrow().name();
  }

  private static void equal(Sql sql, String column, Object value) {
    sql.add(" and " + column + " = ?", value.toString());
  }

  private static void ofRun(Sql sql, RunId run, Direction direction) {
    sql.add(" and run_id = ?", run.value());
    equal(sql, "direction", direction);
  }

  /** Returns the smallest id of an instant, like {@code uuid_floor} in the schema. */
  static UUID floor(Instant at) {
    return new UUID(at.toEpochMilli() << 16, 0);
  }

  /**
   * Selects the latest sync of each type with each platform. The platforms of a type are found by
   * skip scans of the indexes of successful and of other syncs, so the cost does not depend on the
   * number of syncs.
   */
  static Sql lastOfTypes(String[] types) {
    return query(
        """
        with recursive met(type_key, platform) as (
          select t.type_key, least((
            select s.platform from sync s
            where s.type_key = t.type_key and s.status = 'SUCCESS' and not s.dry_run
            order by s.platform limit 1), (
            select s.platform from sync s
            where s.type_key = t.type_key and s.status <> 'SUCCESS' and not s.dry_run
            order by s.platform limit 1))
          from unnest(?) as t(type_key)
          union all
          select m.type_key, least((
            select s.platform from sync s
            where s.type_key = m.type_key and s.platform > m.platform
              and s.status = 'SUCCESS' and not s.dry_run
            order by s.platform limit 1), (
            select s.platform from sync s
            where s.type_key = m.type_key and s.platform > m.platform
              and s.status <> 'SUCCESS' and not s.dry_run
            order by s.platform limit 1))
          from met m where m.platform is not null)
        select last.* from met m cross join lateral (
          select * from (
            (select * from sync s
             where s.type_key = m.type_key and s.platform = m.platform and s.direction = 'PUSH'
               and s.status = 'SUCCESS' and not s.dry_run
             order by s.id desc limit 1)
            union all
            (select * from sync s
             where s.type_key = m.type_key and s.platform = m.platform and s.direction = 'PULL'
               and s.status = 'SUCCESS' and not s.dry_run
             order by s.id desc limit 1)
            union all
            (select * from sync s
             where s.type_key = m.type_key and s.platform = m.platform
               and s.status <> 'SUCCESS' and not s.dry_run
             order by s.id desc limit 1)) as of_each
          order by id desc limit 1) last
        where m.platform is not null order by last.type_key, last.platform
        """,
        (Object) types);
  }

  /**
   * Selects the last failed push of each type to each platform unless a successful one followed.
   * The pairs are found by a skip scan of the index of syncs without success, so the cost depends
   * on the number of pairs and not on the number of failures.
   */
  static Sql openFailures(Instant since, int atMost) {
    UUID from = floor(since);
    return query(
        """
        with recursive met(type_key, platform) as (
          (select s.type_key, s.platform from sync s
           where s.status <> 'SUCCESS' and not s.dry_run and s.id >= ?
           order by s.type_key, s.platform limit 1)
          union all
          select n.type_key, n.platform from met m cross join lateral (
            select s.type_key, s.platform from sync s
            where (s.type_key, s.platform) > (m.type_key, m.platform)
              and s.status <> 'SUCCESS' and not s.dry_run and s.id >= ?
            order by s.type_key, s.platform limit 1) n)
        select last.* from met m cross join lateral (
          select * from sync s
          where s.type_key = m.type_key and s.platform = m.platform and s.direction = 'PUSH'
            and s.status = 'FAILED' and s.status <> 'SUCCESS' and not s.dry_run and s.id >= ?
          order by s.id desc limit 1) last
        left join lateral (
          select s.id from sync s
          where s.type_key = m.type_key and s.platform = m.platform and s.direction = 'PUSH'
            and s.status = 'SUCCESS' and not s.dry_run and s.id > last.id
          order by s.id limit 1) later on true
        where later.id is null order by last.id desc limit ?
        """,
        from,
        from,
        from,
        atMost);
  }

  static Sql lastOfVersions(String[] versionIds) {
    return query(
        """
        with wanted as materialized (select decode(id, 'hex') as id from unnest(?) as w(id))
        select distinct on (s.version_id, s.platform) s.*
        from wanted join sync s on s.version_id = wanted.id
        where not s.dry_run order by s.version_id, s.platform, s.id desc
        """,
        (Object) versionIds);
  }

  /**
   * Selects the previous sync of the same type, platform and direction that has a payload to
   * compare with.
   */
  static Sql previous(SyncSummary sync) {
    Sql sql = query("select * from (");
    String between = "(";
    for (String status : List.of("=", "<>")) {
      sql.add(
          between
              + "select * from sync where type_key = ? and platform = ? and direction = ?"
              + " and id < ? and not dry_run and (intended_checksum is not null"
              + " or direction = 'PULL' and answered_checksum is not null) and status "
              + status
              + " 'SUCCESS' order by id desc limit 1)",
          sync.typeKey().value(),
          sync.platform().value(),
          sync.direction().name(),
          sync.id().value());
      between = " union all (";
    }
    return sql.add(") as earlier order by id desc limit 1");
  }
}
