package dev.synctrail.persistence.history;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** One question to the database, put together from pieces that bring their parameters. */
public final class HistoryQuery {
  /** Any page takes milliseconds; only counting or searching a very long history comes near. */
  private static final int MOST_SECONDS = 10;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private boolean plannedForValues;

  HistoryQuery(String piece, Object... values) {
    add(piece, values);
  }

  /** Adds a piece; a {@code String[]} becomes an array of text. */
  public HistoryQuery add(String piece, Object... values) {
    sql.append(piece);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Adds another question as a piece. */
  HistoryQuery add(HistoryQuery piece) {
    sql.append(piece.sql);
    parameters.addAll(piece.parameters);
    plannedForValues |= piece.plannedForValues;
    return this;
  }

  boolean hasValues() {
    return !parameters.isEmpty();
  }

  /** The best plan depends on the values, as it does where one may be rare or on every row. */
  HistoryQuery plannedForValues() {
    plannedForValues = true;
    return this;
  }

  boolean isPlannedForValues() {
    return plannedForValues;
  }

  /** Returns the pieces, for a statement of another kind. */
  SyncCriteria criteria() {
    return new SyncCriteria(sql.toString(), List.copyOf(parameters));
  }

  /**
   * Returns the question with its values in it, for {@code COPY}, which takes no parameters.
   *
   * @param quoting makes a text safe between single quotes
   */
  public String inlined(Quoting quoting) throws SQLException {
    StringBuilder whole = new StringBuilder();
    int from = 0;
    for (Object value : parameters) {
      int at = sql.indexOf("?", from);
      whole.append(sql, from, at);
      if (value instanceof Number) {
        whole.append(value);
      } else if (value instanceof byte[] bytes) {
        whole.append("'\\x").append(HexFormat.of().formatHex(bytes)).append('\'');
      } else {
        whole.append('\'').append(quoting.quoted(value.toString())).append('\'');
      }
      from = at + 1;
    }
    return whole.append(sql, from, sql.length()).toString();
  }

  <T> Optional<T> first(DataSource database, Reader<T> reader) {
    return all(database, reader).stream().findFirst();
  }

  <T> List<T> all(DataSource database, Reader<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection)) {
      statement.setQueryTimeout(MOST_SECONDS);
      List<T> read = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          read.add(reader.read(rows));
        }
      }
      return read;
    } catch (SQLException e) {
      throw new PersistenceException("The history could not be read: " + e.getSQLState(), e);
    }
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    if (plannedForValues) {
      return connection.prepareStatement(
          inlined(connection.unwrap(PGConnection.class)::escapeLiteral));
    }
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    for (int i = 0; i < parameters.size(); i++) {
      Object value = parameters.get(i);
      statement.setObject(
          i + 1, value instanceof String[] texts ? connection.createArrayOf("text", texts) : value);
    }
    return statement;
  }

  /** Makes a text safe between single quotes. */
  public interface Quoting {
    String quoted(String text) throws SQLException;
  }

  /** Makes one row into what is wanted. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
