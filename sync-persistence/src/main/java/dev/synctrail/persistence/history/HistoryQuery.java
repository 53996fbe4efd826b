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

/** Builds one query from fragments with their parameters. */
public final class HistoryQuery {
  /**
   * Reading a page takes milliseconds; only counting or searching a very long history comes near
   * this limit.
   */
  private static final int TIMEOUT_SECONDS = 10;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();
  private boolean customPlan;

  HistoryQuery(String piece, Object... values) {
    add(piece, values);
  }

  /** Adds a fragment; a {@code String[]} becomes an array of text. */
  public HistoryQuery add(String piece, Object... values) {
    sql.append(piece);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Adds another query as a fragment. */
  HistoryQuery add(HistoryQuery piece) {
    sql.append(piece.sql);
    parameters.addAll(piece.parameters);
    customPlan |= piece.customPlan;
    return this;
  }

  /**
   * Requests a plan for the actual values. It is better than a generic plan where a value may be
   * rare or on every row.
   */
  HistoryQuery customPlan() {
    customPlan = true;
    return this;
  }

  boolean usesCustomPlan() {
    return customPlan;
  }

  /** Returns the fragments for use in another statement. */
  SyncCriteria criteria() {
    return new SyncCriteria(sql.toString(), List.copyOf(parameters));
  }

  /**
   * Returns the query with its values as literals, for {@code COPY}, which takes no parameters.
   *
   * @param quoting escapes a text for use between single quotes
   */
  public String inlined(Quoting quoting) throws SQLException {
    StringBuilder inlined = new StringBuilder();
    int from = 0;
    for (Object value : parameters) {
      int at = sql.indexOf("?", from);
      inlined.append(sql, from, at);
      if (value instanceof Number) {
        inlined.append(value);
      } else if (value instanceof byte[] bytes) {
        inlined.append("'\\x").append(HexFormat.of().formatHex(bytes)).append('\'');
      } else {
        inlined.append('\'').append(quoting.quoted(value.toString())).append('\'');
      }
      from = at + 1;
    }
    return inlined.append(sql, from, sql.length()).toString();
  }

  <T> Optional<T> first(DataSource database, Reader<T> reader) {
    return all(database, reader).stream().findFirst();
  }

  <T> List<T> all(DataSource database, Reader<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection)) {
      statement.setQueryTimeout(TIMEOUT_SECONDS);
      List<T> results = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          results.add(reader.read(rows));
        }
      }
      return results;
    } catch (SQLException e) {
      throw new PersistenceException("Cannot read the history: " + e.getSQLState(), e);
    }
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    if (customPlan) {
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

  /** Escapes a text for use between single quotes. */
  public interface Quoting {
    String quoted(String text) throws SQLException;
  }

  /** Maps one row to a result. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
