package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LeafWritten;
import dev.synctrail.ledger.LedgerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.regex.Pattern;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.persistence.internal.sessions.RepeatableWriteUnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry of each transaction just before it commits. If that fails, the transaction is
 * rolled back: no fact without its entry.
 *
 * <p>It is called by interceptors of the methods that begin transactions, and not by a
 * synchronization, because Payara gives a synchronization connections that do not belong to the
 * transaction.
 */
@ApplicationScoped
public class LedgerTransactions {
  /**
   * The place of the interceptors: directly inside that of Jakarta Transactions, so that what other
   * interceptors write is in the entry too.
   */
  static final int INSIDE_TRANSACTIONS = Interceptor.Priority.PLATFORM_BEFORE + 201;

  private static final Pattern WRITING =
      Pattern.compile(
          "\\b(?:(?:insert into|update|delete from)\\s+(?:"
              + String.join("|", LedgerTables.ALL.keySet())
              + ")|delete from\\s+"
              + LedgerTables.PAYLOADS.name()
              + ")\\b",
          Pattern.CASE_INSENSITIVE);

  private static final String SELECT = "select ";
  private static final String BEGUN = "synctrail.ledger.begun";
  private static final String WRITES = "synctrail.ledger.writes";
  private static final String ENTITY_MANAGER_USED = "synctrail.ledger.entity-manager-used";

  private final LedgerWriter writer;
  private final DataSource database;
  private final EntityManager entityManager;
  private final Event<LeafWritten> leaves;
  private volatile @Nullable TransactionSynchronizationRegistry transactions;

  @Inject
  public LedgerTransactions(
      LedgerKeys keys,
      Clock clock,
      DataSource database,
      EntityManager entityManager,
      Event<LeafWritten> leaves) {
    this.writer = new LedgerWriter(keys, clock);
    this.database = database;
    this.entityManager = entityManager;
    this.leaves = leaves;
  }

  /** Notes that the transaction uses the entity manager, whose changes may wait. */
  public static void entityManagerUsed(TransactionSynchronizationRegistry transaction) {
    if (transaction.getResource(ENTITY_MANAGER_USED) == null) {
      transaction.putResource(ENTITY_MANAGER_USED, true);
    }
  }

  /**
   * Notes a statement of the transaction if it writes facts. One that is missed, such as a function
   * that writes facts, fails the commit. Queries, which are most statements, are not searched.
   */
  public static void prepares(String statement, TransactionSynchronizationRegistry transaction) {
    if (!statement.regionMatches(true, 0, SELECT, 0, SELECT.length())
        && transaction.getResource(WRITES) == null
        && WRITING.matcher(statement).find()) {
      transaction.putResource(WRITES, true);
    }
  }

  /** Calls a method, and writes the entry of the transaction if the method has begun it. */
  @Nullable Object around(InvocationContext method) throws Exception {
    TransactionSynchronizationRegistry transaction = registry();
    if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE
        || transaction.getResource(BEGUN) != null) {
      return method.proceed();
    }
    transaction.putResource(BEGUN, true);
    Object result;
    try {
      result = method.proceed();
    } catch (Exception e) {
      writeInSpiteOf(e, transaction);
      throw e;
    }
    write(transaction);
    return result;
  }

  /** After some exceptions, the transaction is committed. */
  private void writeInSpiteOf(Exception e, TransactionSynchronizationRegistry transaction) {
    try {
      write(transaction);
    } catch (SQLException | RuntimeException unwritten) {
      e.addSuppressed(unwritten);
    }
  }

  private void write(TransactionSynchronizationRegistry transaction) throws SQLException {
    if (transaction.getTransactionStatus() != Status.STATUS_ACTIVE) {
      return;
    }
    boolean changes = transaction.getResource(ENTITY_MANAGER_USED) != null && flush();
    if (!changes && transaction.getResource(WRITES) == null) {
      return;
    }
    try (Connection connection = database.getConnection()) {
      writer.write(connection).forEach(leaf -> leaves.fire(new LeafWritten(leaf)));
    }
  }

  /** Writes the changes of rows that wait, and returns whether there have been any so far. */
  private boolean flush() {
    entityManager.flush();
    return entityManager.unwrap(RepeatableWriteUnitOfWork.class).getCumulativeUOWChangeSet()
        != null;
  }

  @SuppressWarnings("BanJNDI") // a name defined by Jakarta EE
  private TransactionSynchronizationRegistry registry() {
    TransactionSynchronizationRegistry known = transactions;
    if (known == null) {
      try {
        known =
            (TransactionSynchronizationRegistry)
                new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry");
      } catch (NamingException e) {
        throw new IllegalStateException("Jakarta EE has a synchronization registry", e);
      }
      transactions = known;
    }
    return known;
  }
}
