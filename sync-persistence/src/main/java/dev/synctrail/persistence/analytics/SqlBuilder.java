package dev.synctrail.persistence.analytics;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one statement from fragments with their parameters. */
final class SqlBuilder {
  private static final int FETCH = 2_000;

  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();
  private int timeoutSeconds;

  SqlBuilder(String piece, @Nullable Object... values) {
    add(piece, values);
  }

  SqlBuilder add(String piece, @Nullable Object... values) {
    sql.append(piece);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Sets the query timeout. */
  SqlBuilder withTimeout(int seconds) {
    timeoutSeconds = seconds;
    return this;
  }

  /**
   * Passes each row to the reader; within a transaction, at most {@value #FETCH} rows are in
   * memory.
   */
  void each(Connection connection, Row row) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      statement.setFetchSize(FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.read(rows);
        }
      }
    }
  }

  int execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepare(connection)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql.toString());
    statement.setQueryTimeout(timeoutSeconds);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, toJdbcValue(connection, parameters.get(i)));
    }
    return statement;
  }

  static @Nullable Object toJdbcValue(Connection connection, @Nullable Object value)
      throws SQLException {
    if (value instanceof Object[] elements) {
      return connection.createArrayOf(
          elements instanceof Integer[]
              ? "int4"
              : elements instanceof Boolean[]
                  ? "bool"
                  : elements instanceof LocalDate[]
                      ? "date"
                      : elements instanceof java.util.UUID[] ? "uuid" : "text",
          elements);
    }
    return value;
  }

  /** Reads one row. */
  interface Row {
    void read(ResultSet row) throws SQLException;
  }
}
