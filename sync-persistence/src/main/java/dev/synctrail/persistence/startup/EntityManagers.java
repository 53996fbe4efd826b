package dev.synctrail.persistence.startup;

import dev.synctrail.persistence.ledger.LedgerTransactions;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.PersistenceUnit;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.jspecify.annotations.Nullable;

/**
 * Provides the entity manager of the current transaction and, outside of transactions, a new one
 * for each call.
 *
 * <p>Outside of a transaction, Payara keeps one entity manager per invocation, and all threads of a
 * managed factory belong to one invocation. The lanes would share it, and any task scheduled from
 * one of them, such as the timeout of a finished exchange, would close it for all lanes at its end.
 */
@ApplicationScoped
class EntityManagers {
  @PersistenceContext(unitName = "sync")
  @SuppressWarnings("NullAway.Init") // set by the container
  private EntityManager ofTransaction;

  @PersistenceUnit(unitName = "sync")
  @SuppressWarnings("NullAway.Init") // set by the container
  private EntityManagerFactory factory;

  @Produces
  @SuppressWarnings("BanJNDI") // a name defined by Jakarta EE
  EntityManager entityManager() throws NamingException {
    var transactions =
        (TransactionSynchronizationRegistry)
            new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry");
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) -> {
              if (transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
                return call(factory.createEntityManager(), method, arguments);
              }
              LedgerTransactions.entityManagerUsed(transactions);
              if (method.getName().equals("createNativeQuery")) {
                LedgerTransactions.prepares((String) arguments[0], transactions);
              }
              return call(ofTransaction, method, arguments);
            });
  }

  /** Calls a method as if it were called directly. */
  static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
