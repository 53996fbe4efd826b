package dev.synctrail.persistence.access;

import dev.synctrail.access.Preferences;
import dev.synctrail.access.StoredPreferences;
import dev.synctrail.persistence.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.time.ZoneId;
import java.util.Optional;
import javax.sql.DataSource;

@ApplicationScoped
@Transactional(TxType.REQUIRED)
class JdbcStoredPreferences implements StoredPreferences {
  private final Table table;

  @Inject
  JdbcStoredPreferences(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<Preferences> of(String name) {
    return table.first(
        "select language, zone from preferences where name = ?",
        row -> {
          String zone = row.getString("zone");
          return new Preferences(row.getString("language"), zone == null ? null : ZoneId.of(zone));
        },
        name);
  }

  @Override
  public void save(String name, Preferences preferences) {
    ZoneId zone = preferences.zone();
    table.update(
        """
        insert into preferences (name, language, zone) values (?, ?, ?)
        on conflict (name) do update set language = excluded.language, zone = excluded.zone""",
        name,
        preferences.language(),
        zone == null ? null : zone.getId());
  }
}
