package dev.synctrail.persistence.tracking;

import dev.synctrail.persistence.EntityReader;
import dev.synctrail.tracking.Attempt;
import dev.synctrail.tracking.Exchange;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.Sync;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads rows of the audit trail from the results of SQL queries. */
public final class TrailRows {
  private static final EntityReader<SyncRow> SYNCS = new EntityReader<>(SyncRow.class);
  private static final EntityReader<AttemptRow> ATTEMPTS = new EntityReader<>(AttemptRow.class);
  private static final EntityReader<ExchangeRow> EXCHANGES = new EntityReader<>(ExchangeRow.class);
  private static final EntityReader<RunRow> RUNS = new EntityReader<>(RunRow.class);

  private TrailRows() {}

  public static Sync sync(ResultSet row) throws SQLException {
    return SYNCS.read(row).toSync();
  }

  public static Attempt attempt(ResultSet row) throws SQLException {
    return ATTEMPTS.read(row).toAttempt();
  }

  public static Exchange exchange(ResultSet row) throws SQLException {
    return EXCHANGES.read(row).toExchange();
  }

  public static Run run(ResultSet row) throws SQLException {
    return RUNS.read(row).toRun();
  }
}
