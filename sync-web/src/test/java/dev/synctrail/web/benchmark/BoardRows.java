package dev.synctrail.web.benchmark;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Generates 1 000 types on five platforms in the database: in sync, behind, failed, drifted, and
 * never pushed. The pushes are those that the history has.
 */
final class BoardRows {
  private static final String LOAD =
      """
      insert into platform (id, revision, removed)
      select 'board' || p, 1, false from generate_series(1, 5) p;
      insert into platform_revision (id, revision, kind, name, base_url, api_version, settings,
        changed_at, changed_by)
      select 'board' || p, 1, 'optimizely', 'Board ' || p, 'https://api.cms.optimizely.com', 'v1',
        '{}', now(), 'benchmark' from generate_series(1, 5) p;
      insert into version (id, type_key, content_hash, content, source, author, parents, created_at)
      select encode(sha256(convert_to(t || '/' || v, 'UTF8')), 'hex'), 'Board' || t,
        encode(sha256(convert_to('hash' || v, 'UTF8')), 'hex'),
        encode(sha256(convert_to('content' || t || '/' || v, 'UTF8')), 'hex'), 'UI', 'benchmark', '',
        now() + v * interval '1 ms'
      from generate_series(1, 1000) t, generate_series(1, 2) v;
      insert into content_type (type_key, head_id)
      select 'Board' || t, encode(sha256(convert_to(t || '/2', 'UTF8')), 'hex')
      from generate_series(1, 1000) t;
      insert into deployed_state (platform, type_key, state, pushed, wanted_checksum, wanted_size,
        live_checksum, live_size, live_at, fields)
      select 'board' || p, 'Board' || t, case p when 4 then 'MODIFIED' else 'IN_SYNC' end, s.id,
        sha256(convert_to('content' || t || '/' || v, 'UTF8')), 1, sha256(convert_to('live', 'UTF8')),
        1, now(), '{}'
      from (select n, 1 + n % 4 as p, 1 + n / 4 as t, case n % 4 when 0 then 2 else 1 end as v
          from generate_series(0, 3999) n) made
        join (select id, row_number() over () - 1 as n from (
          select id from sync where status = 'SUCCESS' order by md5(id::text) limit 4000) picked) s
          using (n);
      insert into unlanded_push (sync_id, platform, type_key, status)
      select id, 'board3', 'Board' || row_number() over (), 'FAILED' from (
        select id from sync where status = 'FAILED' limit 1000) picked
      on conflict (sync_id) do update set platform = excluded.platform, type_key = excluded.type_key;
      analyze version, content_type, deployed_state, unlanded_push
      """;

  private static final String CLEAR =
      """
      delete from unlanded_push where platform like 'board%';
      delete from deployed_state where platform like 'board%';
      delete from content_type where type_key like 'Board%';
      delete from version where type_key like 'Board%';
      delete from platform_revision where id like 'board%';
      delete from platform where id like 'board%'
      """;

  private BoardRows() {}

  static void load(DataSource dataSource) throws SQLException {
    execute(dataSource, LOAD);
  }

  /** Removes the types and platforms, so that they do not change what is measured next. */
  static void clear(DataSource dataSource) throws SQLException {
    execute(dataSource, CLEAR);
  }

  private static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
