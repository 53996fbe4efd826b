package dev.synctrail.persistence.history;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** One question to the database, put together from pieces that bring their parameters. */
final class Select {
  /** Any page takes milliseconds; only counting or searching a very long history comes near. */
  private static final int MOST_SECONDS = 10;

  private final StringBuilder sql = new StringBuilder();
  private final List<Object> parameters = new ArrayList<>();

  Select(String piece, Object... values) {
    add(piece, values);
  }

  /** Adds a piece; a {@code String[]} becomes an array of text. */
  Select add(String piece, Object... values) {
    sql.append(piece);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Adds another question as a piece. */
  Select add(Select piece) {
    sql.append(piece.sql);
    parameters.addAll(piece.parameters);
    return this;
  }

  /** Returns the pieces, for a statement of another kind. */
  SyncCriteria criteria() {
    return new SyncCriteria(sql.toString(), List.copyOf(parameters));
  }

  <T> Optional<T> first(DataSource database, Reader<T> reader) {
    return all(database, reader).stream().findFirst();
  }

  <T> List<T> all(DataSource database, Reader<T> reader) {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql.toString())) {
      statement.setQueryTimeout(MOST_SECONDS);
      for (int i = 0; i < parameters.size(); i++) {
        Object value = parameters.get(i);
        statement.setObject(
            i + 1,
            value instanceof String[] texts ? connection.createArrayOf("text", texts) : value);
      }
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

  /** Makes one row into what is wanted. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }
}
