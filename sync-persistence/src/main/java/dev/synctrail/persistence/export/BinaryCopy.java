package dev.synctrail.persistence.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLState;

/** The rows of one query, as PostgreSQL's binary {@code COPY} format has them. */
final class BinaryCopy implements AutoCloseable {
  /** Signature, flags and the length of an extension. */
  private static final int HEADER = 19;

  private static final byte SIGNATURE = 'P';

  private final PGConnection connection;
  private final CopyOut copy;
  private byte[] row = new byte[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  private BinaryCopy(PGConnection connection, CopyOut copy) {
    this.connection = connection;
    this.copy = copy;
  }

  static BinaryCopy of(PGConnection connection, String query) throws SQLException {
    return new BinaryCopy(
        connection,
        connection.getCopyAPI().copyOut("copy (" + query + ") to stdout (format binary)"));
  }

  /** Goes to the next row; a later call leaves the bytes of this one as they are. */
  boolean next() throws SQLException {
    byte[] message = copy.readFromCopy();
    // the header comes with the first row or before it, whose first byte is a count below 256
    while (message != null) {
      int from = message.length > 0 && message[0] == SIGNATURE ? HEADER : 0;
      if (message.length > from) {
        return read(message, from);
      }
      message = copy.readFromCopy();
    }
    return false;
  }

  private boolean read(byte[] message, int from) throws SQLException {
    ByteBuffer in = ByteBuffer.wrap(message, from, message.length - from);
    int fields = in.getShort();
    if (fields < 0) {
      while (copy.readFromCopy() != null) {
        // nothing comes after the trailer but the end itself
      }
      return false;
    }
    if (starts.length != fields) {
      starts = new int[fields];
      lengths = new int[fields];
    }
    row = message;
    for (int i = 0; i < fields; i++) {
      lengths[i] = in.getInt();
      starts[i] = in.position();
      in.position(starts[i] + Math.max(0, lengths[i]));
    }
    return true;
  }

  /** Returns the bytes of the row, nobody else's. */
  byte[] row() {
    return row;
  }

  boolean isNull(int field) {
    return lengths[field] < 0;
  }

  int start(int field) {
    return starts[field];
  }

  int length(int field) {
    return lengths[field];
  }

  long number(int field) {
    ByteBuffer in = ByteBuffer.wrap(row);
    return lengths[field] == Integer.BYTES ? in.getInt(starts[field]) : in.getLong(starts[field]);
  }

  boolean flag(int field) {
    return row[starts[field]] != 0;
  }

  byte[] bytes(int field) {
    byte[] bytes = new byte[lengths[field]];
    System.arraycopy(row, starts[field], bytes, 0, bytes.length);
    return bytes;
  }

  @Nullable String text(int field) {
    return isNull(field)
        ? null
        : new String(row, starts[field], lengths[field], StandardCharsets.UTF_8);
  }

  String hex(int field) {
    return HexFormat.of().formatHex(row, starts[field], starts[field] + lengths[field]);
  }

  /**
   * Ends the query if it is still at it.
   *
   * <p>What is on its way is read to its end: {@link CopyOut#cancelCopy} leaves it to the next
   * statement of the connection, which takes it for its own answer.
   */
  @Override
  public void close() throws SQLException {
    if (!copy.isActive()) {
      return;
    }
    connection.cancelQuery();
    try {
      while (copy.readFromCopy() != null) {
        // nobody takes it any more
      }
    } catch (SQLException e) {
      if (!PSQLState.QUERY_CANCELED.getState().equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
