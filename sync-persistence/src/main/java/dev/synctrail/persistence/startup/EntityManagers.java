package dev.synctrail.persistence.startup;

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
 * Gives the entity manager of the transaction, and outside of one a new one for each call.
 *
 * <p>Outside of a transaction Payara keeps one per invocation, and all threads of a managed factory
 * are one invocation: the lanes would share it, and whatever was scheduled from one of them, such
 * as the timeout of an exchange long over, closes it for all of them when its own turn ends.
 */
@ApplicationScoped
class EntityManagers {
  @PersistenceContext(unitName = "sync")
  @SuppressWarnings("NullAway.Init") // filled by the container
  private EntityManager ofTransaction;

  @PersistenceUnit(unitName = "sync")
  @SuppressWarnings("NullAway.Init") // filled by the container
  private EntityManagerFactory factory;

  @Produces
  @SuppressWarnings("BanJNDI") // a constant of the platform
  EntityManager entityManager() throws NamingException {
    var transactions =
        (TransactionSynchronizationRegistry)
            new InitialContext().lookup("java:comp/TransactionSynchronizationRegistry");
    return (EntityManager)
        Proxy.newProxyInstance(
            EntityManager.class.getClassLoader(),
            new Class<?>[] {EntityManager.class},
            (proxy, method, arguments) ->
                call(
                    transactions.getTransactionStatus() == Status.STATUS_NO_TRANSACTION
                        ? factory.createEntityManager()
                        : ofTransaction,
                    method,
                    arguments));
  }

  private static @Nullable Object call(
      EntityManager target, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() == null ? e : e.getCause();
    }
  }
}
