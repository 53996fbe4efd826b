package dev.synctrail.persistence.search;

import static jakarta.transaction.Transactional.TxType.NOT_SUPPORTED;

import dev.synctrail.search.PayloadIndex;
import dev.synctrail.search.PayloadKeys;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import dev.synctrail.snapshot.SnapshotCorrupt;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/** Maintains the payload index in the table {@code payload_index}. */
@ApplicationScoped
@Transactional(NOT_SUPPORTED)
public class JdbcPayloadIndex implements PayloadIndex {
  private static final Logger LOG = System.getLogger(JdbcPayloadIndex.class.getName());

  /** Payloads of this size together, before compression, are read at once. */
  private static final int BATCH_BYTES = 1_000_000;

  private static final String WAITING =
      "select u.checksum, s.original_size from payload_unindexed u"
          + " left join snapshot s on s.checksum = u.checksum and not s.truncated"
          + " order by u.checksum limit ? for update of u skip locked";

  private static final PayloadKeys UNREADABLE = new PayloadKeys(Set.of(), false);

  private final DataSource database;

  @Inject
  public JdbcPayloadIndex(DataSource database) {
    this.database = database;
  }

  @Override
  public int catchUp(int limit) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        int done = catchUp(connection, limit);
        connection.commit();
        return done;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new PersistenceException("Cannot index payloads: " + e.getSQLState(), e);
    }
  }

  private static int catchUp(Connection connection, int limit) throws SQLException {
    List<byte[]> waiting = new ArrayList<>();
    List<byte[]> batch = new ArrayList<>();
    int bytes = 0;
    try (PreparedStatement select = connection.prepareStatement(WAITING)) {
      select.setInt(1, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          waiting.add(rows.getBytes(1));
          batch.add(rows.getBytes(1));
          bytes += rows.getInt(2);
          if (bytes >= BATCH_BYTES) {
            index(connection, batch);
            batch.clear();
            bytes = 0;
          }
        }
      }
    }
    index(connection, batch);
    try (PreparedStatement done =
        connection.prepareStatement("delete from payload_unindexed where checksum = any (?)")) {
      done.setArray(1, checksums(connection, waiting));
      done.executeUpdate();
    }
    return waiting.size();
  }

  private static void index(Connection connection, List<byte[]> batch) throws SQLException {
    try (PreparedStatement read =
            connection.prepareStatement(
                "select checksum, encoding, bytes from snapshot"
                    + " where checksum = any (?) and not truncated");
        PreparedStatement write =
            connection.prepareStatement(
                "insert into payload_index (checksum, keys, complete) values (?, ?, ?)"
                    + " on conflict (checksum) do nothing")) {
      read.setArray(1, checksums(connection, batch));
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          byte[] checksum = rows.getBytes(1);
          PayloadKeys keys = keys(checksum, rows.getString(2), rows.getBytes(3));
          write.setBytes(1, checksum);
          write.setArray(2, connection.createArrayOf("bigint", keys.keys().toArray()));
          write.setBoolean(3, keys.complete());
          write.addBatch();
        }
      }
      write.executeBatch();
    }
  }

  private static Array checksums(Connection connection, List<byte[]> checksums)
      throws SQLException {
    return connection.createArrayOf("bytea", checksums.toArray(new byte[0][]));
  }

  private static PayloadKeys keys(byte[] checksum, String encoding, byte[] stored) {
    Checksum expected = new Checksum(HexFormat.of().formatHex(checksum));
    try {
      return PayloadKeys.of(
          EncodedPayload.stored(Encoding.valueOf(encoding), stored).decode(expected).bytes());
    } catch (SnapshotCorrupt e) {
      LOG.log(Level.ERROR, "Payload {0} cannot be indexed: {1}", expected, e.getMessage());
      return UNREADABLE;
    }
  }

  @Override
  public long missing() {
    try (Connection connection = database.getConnection();
        PreparedStatement count =
            connection.prepareStatement(
                "select (select count(*) from payload_unindexed)"
                    + " + (select count(*) from payload_index where not complete)");
        ResultSet rows = count.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new PersistenceException("Cannot read the payload index: " + e.getSQLState(), e);
    }
  }
}
