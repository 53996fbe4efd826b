package dev.synctrail.persistence.changefeed;

import static jakarta.transaction.Transactional.TxType.NOT_SUPPORTED;

import dev.synctrail.changefeed.Change;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads changes from the table {@code change_feed}. */
@Dependent
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
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(NOW);
        ResultSet row = select.executeQuery()) {
      row.next();
      return new FeedPosition(row.getLong(1), 999_999_999_999_999_999L, now.getEpochSecond());
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  @Override
  public List<Change> after(FeedPosition feedPosition, int limit) {
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(AFTER)) {
      select.setString(1, Long.toString(feedPosition.transaction()));
      select.setLong(2, feedPosition.number());
      select.setInt(3, limit);
      List<Change> changes = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          changes.add(change(rows));
        }
      }
      return changes;
    } catch (SQLException e) {
      throw failed(e);
    }
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
    try (Connection connection = database.getConnection();
        PreparedStatement delete = connection.prepareStatement(DELETE_OLD)) {
      delete.setObject(1, before.atOffset(ZoneOffset.UTC));
      return delete.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Cannot access the change feed: " + e.getSQLState(), e);
  }
}
