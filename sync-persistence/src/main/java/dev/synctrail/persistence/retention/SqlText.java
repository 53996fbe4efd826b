package dev.synctrail.persistence.retention;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds one statement from fragments with their parameters. */
final class SqlText {
  private final StringBuilder sql = new StringBuilder();
  private final List<@Nullable Object> parameters = new ArrayList<>();

  SqlText(String fragment, @Nullable Object... values) {
    add(fragment, values);
  }

  SqlText add(String fragment, @Nullable Object... values) {
    sql.append(fragment);
    parameters.addAll(Arrays.asList(values));
    return this;
  }

  SqlText add(SqlText fragment) {
    return add(fragment.sql.toString(), fragment.parameters.toArray());
  }

  Query on(EntityManager entityManager) {
    Query query = entityManager.createNativeQuery(sql.toString());
    for (int i = 0; i < parameters.size(); i++) {
      query.setParameter(i + 1, parameters.get(i));
    }
    return query;
  }
}
