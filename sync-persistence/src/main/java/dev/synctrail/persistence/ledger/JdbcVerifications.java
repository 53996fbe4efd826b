package dev.synctrail.persistence.ledger;

import static jakarta.transaction.Transactional.TxType.MANDATORY;
import static jakarta.transaction.Transactional.TxType.SUPPORTS;

import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verifications;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stores verifications in the tables {@code ledger_verification} and {@code ledger_finding}, which
 * the ledger covers too.
 */
@ApplicationScoped
@Transactional(SUPPORTS)
public class JdbcVerifications implements Verifications {
  private static final String COMPLETE = "since is null and until is null";

  private final Table table;

  @Inject
  public JdbcVerifications(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(MANDATORY)
  public void add(Verification verification) {
    table.update(
        "insert into ledger_verification (id, actor, since, until, checkpoint, receipt,"
            + " created_at, entries, rows, findings) values (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
        verification.id(),
        verification.actor(),
        verification.from(),
        verification.until(),
        verification.checkpoint(),
        verification.receipt(),
        verification.createdAt());
  }

  @Override
  public List<Verification> open() {
    return table.select(
        "select * from ledger_verification where ended_at is null order by id",
        JdbcVerifications::verification);
  }

  @Override
  @Transactional(MANDATORY)
  public void update(Verification verification) {
    table.update(
        "update ledger_verification set started_at = ?, ended_at = ?, entries = ?, rows = ?,"
            + " findings = ?, problem = ? where id = ?",
        verification.startedAt(),
        verification.endedAt(),
        verification.counts().entries(),
        verification.counts().rows(),
        verification.counts().findings(),
        verification.problem(),
        verification.id());
  }

  @Override
  @Transactional(MANDATORY)
  public void add(UUID verification, List<LedgerFinding> findings) {
    int number = 0;
    for (LedgerFinding finding : findings) {
      table.update(
          "insert into ledger_finding (verification, number, kind, leaf, place, detail)"
              + " values (?, ?, ?, ?, ?, ?)",
          verification,
          number,
          finding.kind(),
          finding.leaf(),
          finding.place(),
          finding.detail());
      number++;
    }
  }

  @Override
  public Optional<Instant> lastOfEverything() {
    return table.first(
        "select created_at from ledger_verification where "
            + COMPLETE
            + " order by id desc limit 1",
        row -> Columns.instant(row, "created_at"));
  }

  @Override
  public Optional<Verification> lastCompleted() {
    return table.first(
        "select * from ledger_verification where "
            + COMPLETE
            + " and ended_at is not null order by id desc limit 1",
        JdbcVerifications::verification);
  }

  @Override
  public Optional<Verification> alarm() {
    return table.first(
        "select * from ledger_verification v where ended_at is not null and findings > 0 and not"
            + " exists (select 1 from ledger_verification later where later.id > v.id and "
            + COMPLETE
            + " and ended_at is not null and findings = 0) order by id desc limit 1",
        JdbcVerifications::verification);
  }

  @Override
  public Optional<Verification> find(UUID id) {
    return table.first(
        "select * from ledger_verification where id = ?", JdbcVerifications::verification, id);
  }

  @Override
  public List<LedgerFinding> findings(UUID verification) {
    return table.select(
        "select * from ledger_finding where verification = ? order by number",
        row ->
            new LedgerFinding(
                LedgerFinding.Kind.valueOf(row.getString("kind")),
                row.getObject("leaf", Long.class),
                row.getString("place"),
                row.getString("detail")),
        verification);
  }

  @Override
  public List<Verification> page(@Nullable UUID cursor, boolean backwards, int limit) {
    return table.select(
        "select * from ledger_verification where (cast(? as uuid) is null or id "
            + (backwards ? ">" : "<")
            + " ?) order by id "
            + (backwards ? "asc" : "desc")
            + " limit ?",
        JdbcVerifications::verification,
        cursor,
        cursor,
        limit);
  }

  private static Verification verification(ResultSet row) throws SQLException {
    return new Verification(
        Columns.id(row, "id"),
        row.getString("actor"),
        Columns.maybeInstant(row, "since"),
        Columns.maybeInstant(row, "until"),
        row.getString("checkpoint"),
        row.getString("receipt"),
        Columns.instant(row, "created_at"),
        Columns.maybeInstant(row, "started_at"),
        Columns.maybeInstant(row, "ended_at"),
        new Verification.Counts(
            row.getLong("entries"), row.getLong("rows"), row.getLong("findings")),
        row.getString("problem"));
  }
}
