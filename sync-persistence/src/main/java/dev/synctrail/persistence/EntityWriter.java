package dev.synctrail.persistence;

import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes instances of the classes that JPA maps by plain SQL, so that each column is declared once.
 * For a row that is written once per request, this takes a fraction of the time of a persistence
 * context.
 */
public final class EntityWriter<T> {
  private final String table;
  private final Map<String, Field> columns;

  public EntityWriter(Class<T> type) {
    table = type.getAnnotation(Table.class).name();
    columns = EntityReader.columns(type);
  }

  /**
   * Returns the statement that inserts a row.
   *
   * @param computed values of further columns, which the database computes
   */
  public Sql insert(T row, Map<String, Sql> computed) {
    List<String> names = new ArrayList<>();
    List<Sql> values = new ArrayList<>();
    columns.forEach(
        (name, field) -> {
          Object value = value(field, row);
          if (value != null) {
            names.add(name);
            values.add(new Sql("?", value));
          }
        });
    computed.forEach(
        (name, value) -> {
          names.add(name);
          values.add(value);
        });
    Sql insert =
        new Sql("insert into " + table + " (" + String.join(", ", names) + ") values (")
            .add(values.get(0));
    values.stream().skip(1).forEach(value -> insert.add(", ").add(value));
    return insert.add(")");
  }

  /** Returns the statement that stores what has changed; empty if nothing has. */
  public Optional<Sql> update(T before, T after, String key) {
    Sql update = new Sql("update " + table + " set ");
    String separator = "";
    for (Map.Entry<String, Field> column : columns.entrySet()) {
      Object value = value(column.getValue(), after);
      if (!Objects.deepEquals(value(column.getValue(), before), value)) {
        update.add(separator + column.getKey() + " = ?", value);
        separator = ", ";
      }
    }
    return separator.isEmpty()
        ? Optional.empty()
        : Optional.of(
            update.add(
                " where " + key + " = ?", value(Objects.requireNonNull(columns.get(key)), after)));
  }

  private static @Nullable Object value(Field field, Object row) {
    try {
      return field.get(row);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
