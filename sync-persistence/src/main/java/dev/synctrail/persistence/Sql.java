package dev.synctrail.persistence;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.text.ForeignText;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import jakarta.persistence.EntityManager;
import jakarta.persistence.FlushModeType;
import jakarta.persistence.PersistenceException;
import jakarta.persistence.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * One statement, built from fragments with their parameters.
 *
 * <p>Parameters may be domain values: ids, keys, enum constants and instants become the value of
 * their column, a list becomes an array of text, and text becomes storable.
 */
public final class Sql {
  private static final int FETCH = 2_000;

  private final StringBuilder text = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();
  private int timeoutSeconds;
  private boolean customPlan;

  public Sql(String fragment, @Nullable Object... values) {
    add(fragment, values);
  }

  public Sql add(String fragment, @Nullable Object... values) {
    text.append(fragment);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  /** Adds another statement as a fragment. */
  public Sql add(Sql fragment) {
    text.append(fragment.text);
    parameters.addAll(fragment.parameters);
    customPlan |= fragment.customPlan;
    return this;
  }

  /** Returns the pattern of {@code like} for texts that contain a part. */
  public static String containing(String part) {
    return "%" + part.replaceAll("[\\\\%_]", "\\\\$0") + "%";
  }

  public Sql withTimeout(int seconds) {
    timeoutSeconds = seconds;
    return this;
  }

  /**
   * Requests a plan for the actual values. It is better than a generic plan where a value may be
   * rare or on every row.
   */
  public Sql customPlan() {
    customPlan = true;
    return this;
  }

  public boolean usesCustomPlan() {
    return customPlan;
  }

  public String text() {
    return text.toString();
  }

  public List<@Nullable Object> parameters() {
    return new ArrayList<>(parameters);
  }

  /** Reads all rows on the connection of the caller's transaction. */
  public <T> List<T> all(DataSource database, Read<T> read) {
    List<T> results = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      read(connection, 0, row -> results.add(read.from(row)));
    } catch (SQLException e) {
      throw failed(e);
    }
    return results;
  }

  public <T> Optional<T> first(DataSource database, Read<T> read) {
    return all(database, read).stream().findFirst();
  }

  /**
   * Executes an insert, update or delete and returns the number of rows; of several statements in
   * one text, that of the first.
   */
  public int update(DataSource database) {
    try (Connection connection = database.getConnection()) {
      return execute(connection);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /**
   * Passes each row to the reader; within a transaction, at most {@value #FETCH} rows are in
   * memory.
   */
  public void each(Connection connection, Row row) throws SQLException {
    read(connection, FETCH, row);
  }

  private void read(Connection connection, int fetchSize, Row row) throws SQLException {
    try (PreparedStatement statement = prepared(connection)) {
      statement.setFetchSize(fetchSize);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          row.read(rows);
        }
      }
    }
  }

  public int execute(Connection connection) throws SQLException {
    try (PreparedStatement statement = prepared(connection)) {
      return statement.executeUpdate();
    }
  }

  /** Returns the statement for the entity manager, which writes the changes of its rows first. */
  public Query on(EntityManager entityManager) {
    Query query = entityManager.createNativeQuery(text.toString());
    for (int i = 0; i < parameters.size(); i++) {
      query.setParameter(i + 1, column(parameters.get(i)));
    }
    return query;
  }

  /**
   * Returns the statement for the entity manager, which keeps the changes of its rows back. It must
   * neither read nor write these rows.
   */
  public Query onUnflushed(EntityManager entityManager) {
    return on(entityManager).setFlushMode(FlushModeType.COMMIT);
  }

  /**
   * Returns the statement with its values as literals, for {@code COPY}, which takes no parameters.
   *
   * @param quoting escapes a text for use between single quotes
   */
  public String inlined(Quoting quoting) throws SQLException {
    StringBuilder inlined = new StringBuilder();
    int from = 0;
    for (Object value : parameters) {
      int at = text.indexOf("?", from);
      inlined.append(text, from, at);
      if (value instanceof Number) {
        inlined.append(value);
      } else if (value instanceof byte[] bytes) {
        inlined.append("'\\x").append(HexFormat.of().formatHex(bytes)).append('\'');
      } else {
        inlined.append('\'').append(quoting.quoted(String.valueOf(value))).append('\'');
      }
      from = at + 1;
    }
    return inlined.append(text, from, text.length()).toString();
  }

  private PreparedStatement prepared(Connection connection) throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(
            customPlan
                ? inlined(connection.unwrap(PGConnection.class)::escapeLiteral)
                : text.toString());
    statement.setQueryTimeout(timeoutSeconds);
    for (int i = 0; i < parameters.size() && !customPlan; i++) {
      Object value = column(parameters.get(i));
      statement.setObject(
          i + 1,
          value instanceof Object[] elements
              ? connection.createArrayOf(elementType(elements), elements)
              : value);
    }
    return statement;
  }

  private static @Nullable Object column(@Nullable Object value) {
    if (value instanceof String string) {
      return ForeignText.storable(string);
    } else if (value instanceof Instant instant) {
      return instant.atOffset(ZoneOffset.UTC);
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof SyncId sync) {
      return sync.value();
    } else if (value instanceof RunId run) {
      return run.value();
    } else if (value instanceof PlatformId platform) {
      return platform.value();
    } else if (value instanceof TypeKey typeKey) {
      return typeKey.value();
    } else if (value instanceof List<?> texts) {
      return texts.stream().map(String::valueOf).map(ForeignText::storable).toArray();
    }
    return value;
  }

  private static String elementType(Object[] elements) {
    if (elements instanceof Integer[]) {
      return "int4";
    } else if (elements instanceof Boolean[]) {
      return "bool";
    } else if (elements instanceof LocalDate[]) {
      return "date";
    } else if (elements instanceof UUID[]) {
      return "uuid";
    }
    return "text";
  }

  private static PersistenceException failed(SQLException e) {
    return new PersistenceException("Rows could not be stored or read: " + e.getSQLState(), e);
  }

  /** Maps a row to a value. */
  @FunctionalInterface
  public interface Read<T> {
    T from(ResultSet row) throws SQLException;
  }

  /** Receives a row. */
  @FunctionalInterface
  public interface Row {
    void read(ResultSet row) throws SQLException;
  }

  /** Escapes a text for use between single quotes. */
  @FunctionalInterface
  public interface Quoting {
    String quoted(String text) throws SQLException;
  }
}
