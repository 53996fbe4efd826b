package dev.synctrail.persistence;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Runs {@link Sql} on the connection of the caller's transaction. */
public final class Table {
  private final DataSource database;

  public Table(DataSource database) {
    this.database = database;
  }

  /** Returns all rows. */
  public <T> List<T> select(String sql, Sql.Read<T> read, @Nullable Object... parameters) {
    return new Sql(sql, parameters).all(database, read);
  }

  /** Returns the first row; empty if there is none. */
  public <T> Optional<T> first(String sql, Sql.Read<T> read, @Nullable Object... parameters) {
    return new Sql(sql, parameters).first(database, read);
  }

  /** Executes an insert, update or delete and returns the number of rows. */
  public int update(String sql, @Nullable Object... parameters) {
    return new Sql(sql, parameters).update(database);
  }
}
