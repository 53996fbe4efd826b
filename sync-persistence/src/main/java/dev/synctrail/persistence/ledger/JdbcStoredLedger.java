package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.StoredLedger;
import dev.synctrail.persistence.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads the ledger and the rows in a transaction that sees one state of the database. */
@ApplicationScoped
public class JdbcStoredLedger implements StoredLedger {
  private final DataSource database;

  @Inject
  public JdbcStoredLedger(DataSource database) {
    this.database = database;
  }

  @Override
  public Moment now() {
    try {
      Connection connection = database.getConnection();
      try {
        connection.setAutoCommit(false);
        new Sql("set transaction isolation level repeatable read").execute(connection);
        return new JdbcLedgerMoment(connection);
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw JdbcLedgerMoment.failed(e);
    }
  }
}
