package dev.synctrail.persistence.access;

import dev.synctrail.access.SignInFailures;
import dev.synctrail.persistence.Columns;
import dev.synctrail.persistence.Table;
import dev.synctrail.snapshot.Checksum;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;

@ApplicationScoped
@Transactional(TxType.REQUIRES_NEW)
class JdbcSignInFailures implements SignInFailures {
  private final Table table;

  @Inject
  JdbcSignInFailures(DataSource database) {
    this.table = new Table(database);
  }

  @Override
  @Transactional(TxType.SUPPORTS)
  public Optional<Failed> of(String name, String address) {
    return table.first(
        "select times, last_at from sign_in_failure where attempted = ?",
        row -> new Failed(row.getInt("times"), Columns.instant(row, "last_at")),
        attemptKey(name, address));
  }

  @Override
  public void failed(String name, String address, Instant at) {
    deleteOld(at);
    table.update(
        """
        insert into sign_in_failure as f (attempted, times, last_at) values (?, 1, ?)
        on conflict (attempted) do update set times = f.times + 1, last_at = excluded.last_at""",
        attemptKey(name, address),
        at);
  }

  private void deleteOld(Instant now) {
    table.update(
        """
        delete from sign_in_failure where attempted in (
          select attempted from sign_in_failure where last_at <= ? limit 100
          for update skip locked)""",
        now.minus(Failed.KEPT));
  }

  @Override
  public void forget(String name, String address) {
    table.update("delete from sign_in_failure where attempted = ?", attemptKey(name, address));
  }

  private static String attemptKey(String name, String address) {
    return Checksum.of((name + "\n" + address).getBytes(StandardCharsets.UTF_8)).hex();
  }
}
