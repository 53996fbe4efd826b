package dev.synctrail.persistence.ledger;

import dev.synctrail.ledger.LedgerKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes the entry of each transaction just before it commits. If that fails, the transaction is
 * rolled back: no fact without its entry.
 *
 * <p>The entry is written by an interposed synchronization, which runs after the entity manager has
 * written its changes.
 */
@ApplicationScoped
public class LedgerTransactions {
  private static final Object JOINED = LedgerTransactions.class;

  private final LedgerKeys keys;
  private final Clock clock;
  private volatile @Nullable TransactionSynchronizationRegistry transactions;

  @Inject
  public LedgerTransactions(LedgerKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Returns the pool such that every transaction that uses it gets its entry. */
  public DataSource joined(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("getConnection")) {
                join(pool);
              }
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /**
   * Lets the transaction of the caller write an entry at its end; without one, nothing happens.
   *
   * @param pool the pool of its connections
   */
  public void join(DataSource pool) {
    TransactionSynchronizationRegistry registry = registry();
    if (registry.getTransactionStatus() == Status.STATUS_ACTIVE
        && registry.getResource(JOINED) == null) {
      registry.putResource(JOINED, JOINED);
      registry.registerInterposedSynchronization(new EntryAtEnd(pool));
    }
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

  private final class EntryAtEnd implements Synchronization {
    private final DataSource pool;

    EntryAtEnd(DataSource pool) {
      this.pool = pool;
    }

    @Override
    public void beforeCompletion() {
      new LedgerWriter(pool, keys, clock).write();
    }

    @Override
    public void afterCompletion(int status) {
      // the sequencer polls
    }
  }
}
