package dev.synctrail.persistence.tracking;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.persistence.EntityWriter;
import dev.synctrail.persistence.Sql;
import dev.synctrail.tracking.OutsideSyncs;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** Stores syncs of external systems in the tables {@code sync} and {@code sync_event}. */
@ApplicationScoped
@Transactional(MANDATORY)
public class JdbcOutsideSyncs implements OutsideSyncs {
  private static final EntityWriter<SyncRow> ROWS = new EntityWriter<>(SyncRow.class);

  private final DataSource database;

  @Inject
  public JdbcOutsideSyncs(DataSource database) {
    this.database = database;
  }

  @Override
  public void add(Sync sync, SyncEvent begun) {
    SyncRow row = SyncRow.of(sync);
    Sql insert = ROWS.insert(row, row.versionId == null ? linkedVersion(sync) : Map.of());
    if (!row.impliesEvent(begun)) {
      insert.add("; ").add(JpaSyncs.insert(begun));
    }
    insert.update(database);
  }

  private static Map<String, Sql> linkedVersion(Sync sync) {
    String hash = sync.version().versionHash();
    return hash == null
        ? Map.of()
        : Map.of(
            "version_id",
            new Sql(
                "(select decode(id, 'hex') from version where type_key = ? and content_hash = ?"
                    + " order by created_at desc limit 1)",
                sync.intent().typeKey(),
                hash));
  }

  @Override
  public Optional<Sync> lock(SyncId id) {
    return new Sql("select * from sync where id = ? for update", id)
        .first(database, TrailRows::sync);
  }

  @Override
  public void update(Sync current, Sync next, SyncEvent event) {
    Sql append = JpaSyncs.insert(event);
    int stored =
        ROWS.update(SyncRow.of(current), SyncRow.of(next), "id")
            .map(update -> update.add("; ").add(append))
            .orElse(append)
            .update(database);
    if (stored != 1) {
      throw new IllegalStateException("Sync " + next.id() + " is not recorded");
    }
  }
}
