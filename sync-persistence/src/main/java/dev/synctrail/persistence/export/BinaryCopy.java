package dev.synctrail.persistence.export;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.util.PSQLState;

/** Reads the rows of one query in PostgreSQL's binary {@code COPY} format. */
final class BinaryCopy implements AutoCloseable {
  /** Length of the signature, the flags and the length of the header extension. */
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

  /** Advances to the next row. Later calls do not overwrite the bytes of this one. */
  boolean next() throws SQLException {
    byte[] message = copy.readFromCopy();
    // the header comes before the first row, alone or in one message with it; a row starts with its
    // number of fields, whose first byte is never the signature's
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
        // only the end of the copy follows the trailer
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

  /** Returns the bytes of the row. The array is not reused. */
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
   * Cancels the query if it is still running.
   *
   * <p>Rows that are already sent are read to the end. {@link CopyOut#cancelCopy} would leave them
   * to the next statement of the connection, which would take them for its own result.
   */
  @Override
  public void close() throws SQLException {
    if (!copy.isActive()) {
      return;
    }
    connection.cancelQuery();
    try {
      while (copy.readFromCopy() != null) {
        // discard the rest
      }
    } catch (SQLException e) {
      if (!PSQLState.QUERY_CANCELED.getState().equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
