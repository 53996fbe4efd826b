package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.Commitment;
import dev.synctrail.ledger.Salt;
import dev.synctrail.persistence.Sql;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.EncodedPayload;
import dev.synctrail.snapshot.Encoding;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Objects;

/** Commits to payloads that were stored before the ledger began. */
final class PayloadCommitments {
  private static final String SELECT =
      "select encoding, bytes, kept_checksum from snapshot where checksum = decode(?, 'hex')"
          + " and truncated = ?";
  private static final String UPDATE =
      "update snapshot set salt = ?, commitment = ? where checksum = decode(?, 'hex')"
          + " and truncated = ? and commitment is null";
  private static final String ASSIGNED =
      "select commitment from snapshot where checksum = decode(?, 'hex') and truncated = ?";

  private PayloadCommitments() {}

  /** Commits to a payload unless another transaction did, and returns the commitment. */
  static Commitment assign(Connection connection, String checksum, boolean truncated)
      throws SQLException {
    Salt salt = Salt.random();
    byte[] commitment = Commitment.of(salt, bytes(connection, checksum, truncated)).bytes();
    new Sql(UPDATE, salt.bytes(), commitment, checksum, truncated).execute(connection);
    try (PreparedStatement statement = connection.prepareStatement(ASSIGNED)) {
      statement.setString(1, checksum);
      statement.setBoolean(2, truncated);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return Commitment.of(Objects.requireNonNull(rows.getBytes(1)));
      }
    }
  }

  /** Returns the bytes of a stored payload. */
  static byte[] bytes(Connection connection, String checksum, boolean truncated)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SELECT)) {
      statement.setString(1, checksum);
      statement.setBoolean(2, truncated);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        byte[] beginning = rows.getBytes(3);
        return EncodedPayload.stored(
                Encoding.valueOf(rows.getString(1)), Objects.requireNonNull(rows.getBytes(2)))
            .decode(
                new Checksum(beginning == null ? checksum : HexFormat.of().formatHex(beginning)))
            .bytes();
      }
    }
  }
}
