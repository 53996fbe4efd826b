package dev.synctrail.persistence.tracking;

import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.Syncs;
import dev.synctrail.tracking.SyncsContract;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class JpaSyncsIT extends SyncsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    database
        .entityManager()
        .createNativeQuery("truncate sync, attempt, exchange, sync_event, push_basis")
        .executeUpdate();
    database.commit();
  }

  @Override
  protected Syncs syncs() {
    return new JpaSyncs(database.entityManager());
  }

  @Override
  protected List<SyncEvent> events(SyncId id) {
    List<?> rows =
        database
            .entityManager()
            .createNativeQuery(
                "select kind, at, actor, cause from sync_story where sync_id = ? order by number")
            .setParameter(1, id.value())
            .getResultList();
    return rows.stream()
        .map(Object[].class::cast)
        .map(
            row ->
                new SyncEvent(
                    id,
                    SyncEvent.Kind.valueOf((String) row[0]),
                    instant(row[1]),
                    (String) row[2],
                    (String) row[3]))
        .toList();
  }

  private static Instant instant(Object column) {
    return column instanceof OffsetDateTime time
        ? time.toInstant()
        : ((Timestamp) column).toInstant();
  }

  @Override
  protected void commit() {
    database.commit();
  }
}
