package dev.synctrail.persistence.retention;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement put together from pieces that bring their parameters. */
final class SqlText {
  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();

  SqlText(String piece, @Nullable Object... values) {
    add(piece, values);
  }

  SqlText add(String piece, @Nullable Object... values) {
    sql.append(piece);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  SqlText add(SqlText piece) {
    return add(piece.sql.toString(), piece.parameters.toArray());
  }

  Query on(EntityManager entityManager) {
    Query query = entityManager.createNativeQuery(sql.toString());
    for (int i = 0; i < parameters.size(); i++) {
      query.setParameter(i + 1, parameters.get(i));
    }
    return query;
  }
}
