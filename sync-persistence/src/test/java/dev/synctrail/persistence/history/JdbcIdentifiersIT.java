package dev.synctrail.persistence.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.history.Identifiers.Identifier;
import dev.synctrail.history.Identifiers.Kind;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.persistence.tracking.JpaSyncs;
import dev.synctrail.tracking.Sync;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcIdentifiersIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  @Test
  void finds_by_the_beginning_of_an_id_or_hash_and_nothing_by_other_texts() {
    Sync sync = new RandomSyncs(1).syncs(1).toList().get(0);
    new JpaSyncs(database.entityManager()).add(sync);
    database
        .entityManager()
        .createNativeQuery(
            """
            insert into run (id, direction, platform, actor, dry_run, ignore_data_loss, total, listing, created_at)
            values ('0177abcd-0000-7000-8000-000000000001', 'PULL', 'sandbox', 'ann', false, false, 0, false, now());
            insert into version (id, type_key, content_hash, content, source, author, parents, created_at)
            values (repeat('5a', 32), 'Hero', repeat('7b', 32), repeat('00', 32), 'UI', 'ann', '', now())
            """)
        .executeUpdate();
    database.commit();
    JdbcIdentifiers identifiers = new JdbcIdentifiers(database.dataSource());
    String id = sync.id().toString();
    Identifier version = new Identifier(Kind.VERSION, "5a".repeat(32), "Hero");

    assertThat(identifiers.startingWith(id.substring(0, 20).toUpperCase(Locale.ROOT), 8))
        .containsExactly(new Identifier(Kind.SYNC, id, sync.intent().typeKey().value()));
    assertThat(identifiers.startingWith("0177abcd", 8))
        .containsExactly(
            new Identifier(Kind.PULL_RUN, "0177abcd-0000-7000-8000-000000000001", "sandbox"));
    assertThat(identifiers.startingWith("5a5a", 8)).containsExactly(version);
    assertThat(identifiers.startingWith("7b".repeat(32), 8)).containsExactly(version);
    for (String nothing : List.of("5a5", "5a5b", "Hero", "5a5a%", "5a".repeat(33))) {
      assertThat(identifiers.startingWith(nothing, 8)).isEmpty();
    }
  }
}
