package dev.synctrail.persistence;

import jakarta.persistence.Column;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of SQL queries into the classes that JPA maps, so that each column is declared once.
 * Columns without a field are ignored.
 */
public final class EntityReader<T> {
  private final Constructor<T> constructor;
  private final Map<String, Field> fields;

  public EntityReader(Class<T> type) {
    try {
      constructor = type.getDeclaredConstructor();
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(e);
    }
    constructor.setAccessible(true);
    fields = columns(type);
  }

  /** Returns the field of each column. The fields that JPA weaves into the class are transient. */
  static Map<String, Field> columns(Class<?> type) {
    Map<String, Field> columns = new LinkedHashMap<>();
    for (Field field : type.getDeclaredFields()) {
      Column column = field.getAnnotation(Column.class);
      int modifiers = field.getModifiers();
      if (!Modifier.isStatic(modifiers) && !Modifier.isTransient(modifiers)) {
        field.setAccessible(true);
        columns.put(
            column == null || column.name().isEmpty() ? field.getName() : column.name(), field);
      }
    }
    return columns;
  }

  public T read(ResultSet row) throws SQLException {
    ResultSetMetaData columns = row.getMetaData();
    try {
      T entity = constructor.newInstance();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        Field field = fields.get(columns.getColumnLabel(i));
        if (field != null) {
          field.set(entity, value(row, i, field.getType()));
        }
      }
      return entity;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the class is one of an enum
  private static @Nullable Object value(ResultSet row, int column, Class<?> type)
      throws SQLException {
    if (type == Instant.class) {
      OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
      return time == null ? null : time.toInstant();
    } else if (type == UUID.class) {
      return row.getObject(column, UUID.class);
    } else if (type == byte[].class) {
      return row.getBytes(column);
    } else if (type == int.class) {
      return row.getInt(column);
    } else if (type.isEnum()) {
      String name = row.getString(column);
      return name == null ? null : Enum.valueOf((Class) type, name);
    }
    return row.getObject(column); // text, or a number or boolean of the same size as its column
  }
}
