package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorKind;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.ledger.Rollback;
import dev.synctrail.ledger.Rollbacks;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.persistence.schema.TestDatabase;
import dev.synctrail.tlog.Note;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcAnchorsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-12-01T04:00:00Z");
  private static final Note NOTE = TestKey.of("synctrail/test").sign("synctrail/test\n7\nroot\n");

  @Test
  void anchors_are_stored_with_what_has_become_of_them() {
    Anchors anchors = new JdbcAnchors(database.dataSource());
    assertThat(anchors.newest()).isEmpty();
    Anchor first = of(1, AnchorKind.WITNESS, "w", 7).anchored("a line\n", NOW);
    Anchor second = of(2, AnchorKind.TIME_STAMP, "tsa", 7).anchored("base64", NOW.plusSeconds(5));
    Anchor third = of(3, AnchorKind.WITNESS, "w", 9);
    anchors.save(first);
    anchors.save(second);
    anchors.save(third);
    Anchor failed = third.failed("status 500", NOW.plusSeconds(9));
    anchors.save(failed);

    assertThat(anchors.last(AnchorKind.WITNESS, "w")).contains(failed);
    assertThat(anchors.last(AnchorKind.WITNESS, "x")).isEmpty();
    assertThat(anchors.newest()).containsExactly(second, first);
    assertThat(anchors.of(7)).containsExactly(first, second);
    assertThat(anchors.of(9)).isEmpty();
    assertThat(anchors.page(null, false, 2)).containsExactly(failed, second);
    assertThat(anchors.page(second.id(), false, 2)).containsExactly(first);
    assertThat(anchors.page(second.id(), true, 2)).containsExactly(failed);
  }

  @Test
  void rollbacks_are_stored_until_and_after_they_are_acknowledged() {
    Rollbacks rollbacks = new JdbcRollbacks(database.dataSource());
    Rollback first = rollback(1, "a root");
    Rollback second = rollback(2, null);
    rollbacks.add(first);
    rollbacks.add(second);
    assertThat(rollbacks.all()).containsExactly(second, first);

    assertThat(rollbacks.acknowledge("ann", "restored", NOW)).isEqualTo(2);
    assertThat(rollbacks.acknowledge("bob", "again", NOW)).isZero();
    assertThat(rollbacks.all())
        .allSatisfy(
            one -> {
              assertThat(one.acknowledgedAt()).isEqualTo(NOW);
              assertThat(one.actor()).isEqualTo("ann");
              assertThat(one.reason()).isEqualTo("restored");
            });
  }

  private static Anchor of(int number, AnchorKind kind, String name, long size) {
    return new Anchor(id(number), kind, name, size, NOTE, 0, NOW, null, "", null);
  }

  private static Rollback rollback(int number, @Nullable String root) {
    return new Rollback(id(number), NOW, "file x", 9, root, 7, null, null, null);
  }

  private static UUID id(int number) {
    return new UUID(0x019acd0f3b807000L + number, 0x8000000000000000L);
  }
}
