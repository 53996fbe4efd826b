package dev.synctrail.persistence.history;

import dev.synctrail.history.SavedView;
import dev.synctrail.history.SavedViews;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Stores saved views in the table {@code saved_view}. */
@Dependent
@Transactional
class JpaSavedViews implements SavedViews {
  private final EntityManager entityManager;

  @Inject
  JpaSavedViews(EntityManager entityManager) {
    this.entityManager = entityManager;
  }

  @Override
  public List<SavedView> of(String owner) {
    List<?> rows =
        entityManager
            .createNativeQuery("select name, query from saved_view where owner = ?1 order by name")
            .setParameter(1, owner)
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(row -> new SavedView(owner, (String) row[0], (String) row[1]))
        .toList();
  }

  @Override
  public void save(SavedView view) {
    entityManager
        .createNativeQuery(
            """
            insert into saved_view (owner, name, query) values (?1, ?2, ?3)
            on conflict (owner, name) do update set query = excluded.query""")
        .setParameter(1, view.owner())
        .setParameter(2, view.name())
        .setParameter(3, view.query())
        .executeUpdate();
  }

  @Override
  public boolean remove(String owner, String name) {
    return entityManager
            .createNativeQuery("delete from saved_view where owner = ?1 and name = ?2")
            .setParameter(1, owner)
            .setParameter(2, name)
            .executeUpdate()
        == 1;
  }
}
