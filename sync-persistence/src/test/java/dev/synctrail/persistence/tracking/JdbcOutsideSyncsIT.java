package dev.synctrail.persistence.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Sql;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tracking.OutsideSyncs;
import dev.synctrail.tracking.OutsideSyncsContract;
import dev.synctrail.tracking.Sync;
import dev.synctrail.tracking.Sync.VersionLink;
import dev.synctrail.tracking.SyncEvent;
import dev.synctrail.tracking.SyncId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcOutsideSyncsIT extends OutsideSyncsContract {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @BeforeEach
  void empty() {
    new Sql("truncate sync, sync_event").update(database.dataSource());
  }

  @Override
  protected OutsideSyncs syncs() {
    return new JdbcOutsideSyncs(database.dataSource());
  }

  @Override
  protected List<SyncEvent> events(SyncId id) {
    return new Sql(
            "select kind, at, actor, cause from sync_story where sync_id = ? order by number", id)
        .all(
            database.dataSource(),
            row ->
                new SyncEvent(
                    id,
                    Columns.constant(row, "kind", SyncEvent.Kind.class),
                    Columns.instant(row, "at"),
                    row.getString("actor"),
                    row.getString("cause")));
  }

  @Test
  void links_a_sync_to_the_latest_version_with_its_content() {
    String hash = "c1".repeat(32);
    version("d1", hash, NOON);
    version("d2", "c2".repeat(32), NOON.plusMillis(1));
    version("d3", hash, NOON.plusMillis(2));

    assertThat(linked(hash)).isEqualTo(new VersionLink("d3".repeat(32), hash));
    assertThat(linked("c3".repeat(32))).isEqualTo(new VersionLink(null, "c3".repeat(32)));
  }

  private VersionLink linked(String hash) {
    Sync sync = sync(new VersionLink(null, hash));
    syncs().add(sync, begun(sync));
    return syncs().lock(sync.id()).orElseThrow().version();
  }

  private static void version(String id, String hash, Instant at) {
    new Sql(
            "insert into version (id, type_key, content_hash, content, source, author, parents,"
                + " created_at) values (?, ?, ?, ?, 'UI', 'ann', '', ?)",
            id.repeat(32),
            ARTICLE,
            hash,
            hash,
            at)
        .update(database.dataSource());
  }
}
