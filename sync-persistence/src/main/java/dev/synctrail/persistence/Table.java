package dev.synctrail.persistence;

import dev.synctrail.text.ForeignText;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs plain JDBC statements on the connection of the caller's transaction. */
public final class Table {
  private final DataSource database;

  public Table(DataSource database) {
    this.database = database;
  }

  /** Maps a row to a value. */
  @FunctionalInterface
  public interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  /** Reads rows. An {@link Instant}, a list of texts and null are converted to column values. */
  public <T> List<T> select(String sql, Read<T> read, @Nullable Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> result = new ArrayList<>();
      while (rows.next()) {
        result.add(read.from(rows));
      }
      return result;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** Executes an insert, update or delete and returns the number of rows. */
  public int update(String sql, @Nullable Object... parameters) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static PreparedStatement prepared(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      Object value = parameters[i];
      if (value instanceof Instant instant) {
        statement.setObject(i + 1, instant.atOffset(ZoneOffset.UTC));
      } else if (value instanceof List<?> texts) {
        statement.setArray(i + 1, connection.createArrayOf("text", storable(texts)));
      } else if (value instanceof String text) {
        statement.setObject(i + 1, ForeignText.storable(text));
      } else if (value == null) {
        statement.setNull(i + 1, Types.OTHER);
      } else {
        statement.setObject(i + 1, value);
      }
    }
    return statement;
  }

  /** Lists contain texts from a platform, such as names of members. */
  private static Object[] storable(List<?> texts) {
    return texts.stream().map(String::valueOf).map(ForeignText::storable).toArray();
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Rows could not be stored or read", e);
  }
}
