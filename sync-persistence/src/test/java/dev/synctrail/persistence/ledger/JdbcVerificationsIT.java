package dev.synctrail.persistence.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verification.Counts;
import dev.synctrail.ledger.Verifications;
import dev.synctrail.persistence.schema.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcVerificationsIT {
  @RegisterExtension static final TestDatabase database = new TestDatabase();

  private static final Instant NOW = Instant.parse("2026-11-30T18:00:00Z");

  private final Verifications verifications = new JdbcVerifications(database.dataSource());

  @BeforeEach
  void clear() throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("truncate ledger_verification cascade");
    }
  }

  @Test
  void verifications_and_findings_are_stored_in_their_order() {
    Verification first = of(1, null, NOW.minusSeconds(60), null);
    Verification second = of(2, NOW.minusSeconds(90), NOW, null);
    Verification third = of(3, null, null, "a note");
    List.of(first, second, third).forEach(verifications::add);
    List<LedgerFinding> findings =
        List.of(
            new LedgerFinding(Kind.SEQUENCE_GAP, 5L, "leaves 5 to 6", "2 entries are missing"),
            new LedgerFinding(Kind.ALTERED_TILE, null, "tile/1/000", "the hashes"));

    assertThat(verifications.open()).containsExactly(first, second, third);
    Verification ended =
        new Verification(
            first.id(),
            "ann",
            null,
            first.until(),
            null,
            null,
            first.createdAt(),
            NOW.plusSeconds(1),
            NOW.plusSeconds(2),
            new Counts(7, 8, 2),
            null);
    verifications.update(ended);
    verifications.add(first.id(), findings);

    assertThat(verifications.find(first.id())).contains(ended);
    assertThat(verifications.find(third.id())).contains(third);
    assertThat(verifications.find(UUID.randomUUID())).isEmpty();
    assertThat(verifications.open()).containsExactly(second, third);
    assertThat(verifications.findings(first.id())).isEqualTo(findings);
    assertThat(verifications.findings(second.id())).isEmpty();
    assertThat(verifications.lastOfEverything()).contains(third.createdAt());
    assertThat(verifications.page(null, false, 2)).containsExactly(third, second);
    assertThat(verifications.page(second.id(), false, 2)).containsExactly(ended);
    assertThat(verifications.page(second.id(), true, 2)).containsExactly(third);
  }

  @Test
  void findings_are_an_alarm_until_everything_was_verified_without_one() {
    Verification everything = of(1, null, null, null);
    Verification period = of(2, NOW, null, null);
    Verification again = of(3, null, null, null);
    List.of(everything, period, again).forEach(verifications::add);
    assertThat(verifications.lastCompleted()).isEmpty();
    assertThat(verifications.alarm()).isEmpty();

    Verification clean = end(everything, 0);
    assertThat(verifications.lastCompleted()).contains(clean);
    assertThat(verifications.alarm()).isEmpty();

    Verification found = end(period, 2);
    assertThat(verifications.lastCompleted()).contains(clean);
    assertThat(verifications.alarm()).contains(found);

    Verification last = end(again, 0);
    assertThat(verifications.lastCompleted()).contains(last);
    assertThat(verifications.alarm()).isEmpty();
  }

  private Verification end(Verification verification, int findings) {
    Verification ended =
        new Verification(
            verification.id(),
            verification.actor(),
            verification.from(),
            verification.until(),
            null,
            null,
            verification.createdAt(),
            NOW,
            NOW.plusSeconds(1),
            new Counts(7, 8, findings),
            null);
    verifications.update(ended);
    return ended;
  }

  private static Verification of(
      int number, @Nullable Instant from, @Nullable Instant until, @Nullable String checkpoint) {
    return new Verification(
        new UUID(0x019acd0f3b807000L + number, 0x8000000000000000L),
        "ann",
        from,
        until,
        checkpoint,
        checkpoint == null ? null : "a receipt",
        NOW.plusSeconds(number),
        null,
        null,
        Counts.NONE,
        null);
  }
}
