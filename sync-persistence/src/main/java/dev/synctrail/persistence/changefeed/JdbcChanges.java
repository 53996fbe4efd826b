package dev.synctrail.persistence.changefeed;

import static jakarta.transaction.Transactional.TxType.NOT_SUPPORTED;

import dev.synctrail.changefeed.Change;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads changes from the table {@code change_feed}. */
@ApplicationScoped
@Transactional(NOT_SUPPORTED)
class JdbcChanges implements Changes {
  private static final String NOW =
      "select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint) - 1";
  private static final String AFTER =
      """
      select f.xid::text::bigint, f.number, extract(epoch from f.at)::bigint, f.kind, f.subject,
             s.type_key, s.platform, s.direction, f.status, s.run_id
      from (select * from change_feed
            where xid < pg_snapshot_xmin(pg_current_snapshot())
              and (xid, number) > (cast(? as text)::xid8, ?)
            order by xid, number limit ?) f
      left join sync s on f.kind = 'SYNC' and s.id = f.subject
      order by f.xid, f.number""";
  private static final String DELETE_OLD =
      """
      delete from change_feed where (xid, number) in (
        select xid, number from change_feed where at < ? order by xid, number limit 10000
        for update skip locked)""";

  private final DataSource database;

  @Inject
  JdbcChanges(DataSource database) {
    this.database = database;
  }

  @Override
  public FeedPosition now(Instant now) {
    return new Sql(NOW)
        .first(
            database,
            row -> new FeedPosition(row.getLong(1), 999_999_999_999_999_999L, now.getEpochSecond()))
        .orElseThrow();
  }

  @Override
  public List<Change> after(FeedPosition feedPosition, int limit) {
    return new Sql(AFTER, Long.toString(feedPosition.transaction()), feedPosition.number(), limit)
        .all(database, JdbcChanges::change);
  }

  private static Change change(ResultSet row) throws SQLException {
    String typeKey = row.getString(6);
    return new Change(
        new FeedPosition(row.getLong(1), row.getLong(2), row.getLong(3)),
        Change.Kind.valueOf(row.getString(4)),
        row.getObject(5, UUID.class),
        typeKey == null
            ? null
            : new Change.OfSync(
                typeKey,
                row.getString(7),
                row.getString(8),
                row.getString(9),
                row.getObject(10, UUID.class)));
  }

  @Override
  public int forget(Instant before) {
    return new Sql(DELETE_OLD, before).update(database);
  }
}
