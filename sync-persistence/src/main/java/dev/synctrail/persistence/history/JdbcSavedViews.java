package dev.synctrail.persistence.history;

import dev.synctrail.history.SavedView;
import dev.synctrail.history.SavedViews;
import dev.synctrail.persistence.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import javax.sql.DataSource;

/** Stores saved views in the table {@code saved_view}. */
@ApplicationScoped
@Transactional
class JdbcSavedViews implements SavedViews {
  private final Table table;

  @Inject
  JdbcSavedViews(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  public List<SavedView> of(String owner) {
    return table.select(
        "select name, query from saved_view where owner = ? order by name",
        row -> new SavedView(owner, row.getString("name"), row.getString("query")),
        owner);
  }

  @Override
  public void save(SavedView view) {
    table.update(
        """
        insert into saved_view (owner, name, query) values (?, ?, ?)
        on conflict (owner, name) do update set query = excluded.query""",
        view.owner(),
        view.name(),
        view.query());
  }

  @Override
  public boolean remove(String owner, String name) {
    return table.update("delete from saved_view where owner = ? and name = ?", owner, name) == 1;
  }
}
