package dev.synctrail.web.benchmark;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Generates syncs in the database, always the same for the same number: 30 types, 3 platforms, 85 %
 * SUCCESS, 10 % FAILED, 3 % PARTIAL, 2 % IN_PROGRESS, over 90 days, with 6 000 distinct payloads of
 * 2 KB.
 *
 * <p>Variation is derived from a hash of the row's number, so no random seed is needed.
 */
final class Rows {
  static final int PAYLOADS = 6_000;

  private static final String SNAPSHOTS =
      """
      insert into snapshot
        (checksum, truncated, encoding, original_size, stored_size, bytes, created_at)
      select sha256(b), false, 'IDENTITY', octet_length(b), octet_length(b), b, now()
      from generate_series(0, %d - 1) as n,
        lateral (select convert_to(
          '{"key":"Type' || (n %% 30) || '","displayName":"Payload ' || n
          || '","baseType":"_page","properties":{' || (
            select string_agg('"p' || i || '":{"type":"string","displayName":"'
              || md5(n || '/' || i) || '"}', ',')
            from generate_series(1, 26) as i) || '}}', 'UTF8') as b) as made
      on conflict do nothing
      """
          .formatted(PAYLOADS);

  /** The payloads with their numbers, referenced by the syncs. */
  private static final String NUMBERED =
      """
      create temporary table payload as
      select row_number() over (order by checksum) - 1 as n, checksum, original_size
      from snapshot where created_at >= now() - interval '1 hour' order by checksum limit %d
      """
          .formatted(PAYLOADS);

  private static final String SYNCS =
      """
      insert into sync (id, type_key, version_id, version_hash, platform, platform_revision,
        adapter_version, direction, operation, status, settled_by, recorder, actor, reason,
        dry_run, ignore_data_loss, started_at, first_sent_at, completed_at, duration_ms,
        created_at, http_status, failure_class, platform_code, error_message, retry_count,
        intended_checksum, intended_size, sent_checksum, sent_size, answered_checksum,
        answered_size)
      select (lpad(to_hex(ms), 12, '0') || '7' || substr(h, 2, 3) || '8' || substr(h, 5, 15))::uuid,
        'Type' || (r % 30), sha256(p.checksum || '\\x01'), sha256(p.checksum),
        (array['optimizely', 'second', 'third'])[1 + r / 30 % 3], 1, 'optimizely/1', 'PUSH',
        'UPDATE', s.status, case when s.status = 'IN_PROGRESS' then null else 'ANSWER' end,
        'ENGINE', 'user' || (r % 7), 'benchmark', false, false, t, t,
        case when s.status = 'IN_PROGRESS' then null else t + d * interval '1 ms' end,
        case when s.status = 'IN_PROGRESS' then null else d end, t,
        case s.status when 'SUCCESS' then 200 when 'PARTIAL' then 207
          when 'FAILED' then (array[400, 409, 429, 503])[1 + r / 90 % 4] end,
        case s.status when 'FAILED' then
          (array['REJECTED', 'CONFLICT', 'RATE_LIMITED', 'UNAVAILABLE'])[1 + r / 90 % 4] end,
        null,
        case when s.status = 'FAILED' then 'The platform answered '
          || (array[400, 409, 429, 503])[1 + r / 90 % 4] || ' for request ' || g.n end,
        case when s.status = 'FAILED' then 3 else 0 end,
        p.checksum, p.original_size, p.checksum, p.original_size, p.checksum, p.original_size
      from generate_series({from}, {until} - 1) as g(n),
        lateral (select md5('row' || g.n) as h) as hashed,
        lateral (select ('x' || substr(h, 1, 7))::bit(28)::int as r) as varied,
        lateral (select (extract(epoch from {now}) * 1000)::bigint
          - (90::bigint * 86400000 * ({rows} - g.n) / {rows}) as ms) as timed,
        lateral (select to_timestamp(ms / 1000.0) as t, 40 + r % 960 as d) as told,
        lateral (select case when r / 360 % 100 < 85 then 'SUCCESS' when r / 360 % 100 < 95
          then 'FAILED' when r / 360 % 100 < 98 then 'PARTIAL' else 'IN_PROGRESS' end as status) as s,
          payload p
      where p.n = r / 36000 % {payloads}
      """;

  private static final String DISK =
      """
      with index_size as (
        select p.relname as name, sum(pg_relation_size(i.inhrelid)) as bytes
        from pg_index x join pg_class p on p.oid = x.indexrelid
          join pg_inherits i on i.inhparent = x.indexrelid
        where x.indrelid = 'sync'::regclass group by p.relname)
      select (select sum(pg_table_size(inhrelid)) from pg_inherits where inhparent = 'sync'::regclass),
        (select sum(bytes) from index_size),
        (select sum(pg_total_relation_size(oid)) from pg_class
          where oid in ('snapshot'::regclass, 'payload_index'::regclass, 'payload_unindexed'::regclass)),
        (select string_agg(name || ' ' || round(bytes / 1e6), ', ' order by bytes desc)
          from index_size where bytes >= 1e6)
      """;

  private Rows() {}

  /** Loads this many rows, the latest of which starts now, and returns the time it took. */
  static Duration load(DataSource dataSource, int rows) throws SQLException {
    long start = System.nanoTime();
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select ensure_partitions(now() - interval '95 days', 6)");
      statement.execute(SNAPSHOTS);
      statement.execute(NUMBERED);
      String now = text(statement, "select quote_literal(now())") + "::timestamptz";
      int batch = 100_000;
      for (int from = 0; from < rows; from += batch) {
        int until = Math.min(rows, from + batch);
        statement.execute(
            SYNCS
                .replace("{from}", String.valueOf(from))
                .replace("{until}", String.valueOf(until))
                .replace("{rows}", String.valueOf(rows))
                .replace("{now}", now)
                .replace("{payloads}", String.valueOf(PAYLOADS)));
      }
      statement.execute("vacuum (analyze)");
    }
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** Returns the single value of a query. */
  static String text(Statement statement, String sql) throws SQLException {
    try (ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** Returns the single value of a query on a connection of its own. */
  static String text(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      return text(statement, sql);
    }
  }

  /** Removes all syncs, their counts, and the record of which months were packed. */
  static void clear(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "truncate sync, sync_count, sync_delta, analytics_day, analytics_pattern, analytics_pattern_day,"
              + " analytics_latest");
      statement.execute(
          "do $$ declare month text; begin for month in select name from month_table loop"
              + " execute format('comment on table %I is null', month); end loop; end $$");
    }
  }

  /**
   * Waits until the server has counted all syncs and has vacuumed the queue, which held a million
   * rows at once. Reports are exact before that, but slower.
   */
  static void awaitCounted(DataSource dataSource) throws SQLException {
    await(
        dataSource,
        "select not exists (select from sync_delta)"
            + " and pg_relation_size('sync_delta') <= 10000000");
  }

  /** Waits until the server has packed the indexes of past months, as it does daily. */
  static void awaitPacked(DataSource dataSource) throws SQLException {
    await(
        dataSource,
        "select not exists (select from month_table where filled and packed is null"
            + " and at < date_trunc('month', now() - interval '2 days', 'UTC'))");
  }

  /** Waits until a condition is true. */
  static void await(DataSource dataSource, String condition) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(60);
    while (!"t".equals(text(dataSource, condition))) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("Still not so after an hour: " + condition);
      }
      LockSupport.parkNanos(200_000_000);
    }
  }

  /** Returns the size of the whole database, in bytes. */
  static long size(DataSource dataSource) throws SQLException {
    return Long.parseLong(text(dataSource, "select pg_database_size(current_database())"));
  }

  /** Returns the sizes of the tables that take most of the disk. */
  static Disk disk(DataSource dataSource) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(DISK)) {
      row.next();
      return new Disk(row.getDouble(1), row.getDouble(2), row.getDouble(3), row.getString(4));
    }
  }

  /**
   * Sizes in bytes.
   *
   * @param largestIndexes the indexes of the syncs of a megabyte or more, each with its size
   */
  record Disk(double syncs, double indexes, double payloads, String largestIndexes) {}
}
