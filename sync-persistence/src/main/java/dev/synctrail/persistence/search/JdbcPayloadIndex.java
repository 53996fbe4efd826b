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

  /** Indexes payloads one by one, so that only one is in memory at a time. */
  private static int catchUp(Connection connection, int limit) throws SQLException {
    List<byte[]> checksums = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select checksum from payload_unindexed order by checksum limit ?"
                + " for update skip locked")) {
      select.setInt(1, limit);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          checksums.add(rows.getBytes(1));
        }
      }
    }
    try (PreparedStatement read =
            connection.prepareStatement(
                "select encoding, bytes from snapshot where checksum = ? and not truncated");
        PreparedStatement write =
            connection.prepareStatement(
                "insert into payload_index (checksum, keys, complete) values (?, ?, ?)"
                    + " on conflict (checksum) do nothing");
        PreparedStatement done =
            connection.prepareStatement("delete from payload_unindexed where checksum = ?")) {
      for (byte[] checksum : checksums) {
        read.setBytes(1, checksum);
        try (ResultSet rows = read.executeQuery()) {
          if (rows.next()) {
            PayloadKeys keys = keys(checksum, rows.getString(1), rows.getBytes(2));
            write.setBytes(1, checksum);
            write.setArray(2, connection.createArrayOf("bigint", keys.keys().toArray()));
            write.setBoolean(3, keys.complete());
            write.executeUpdate();
          }
        }
        done.setBytes(1, checksum);
        done.executeUpdate();
      }
    }
    return checksums.size();
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
