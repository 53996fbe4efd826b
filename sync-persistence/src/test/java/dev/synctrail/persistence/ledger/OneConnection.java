package dev.synctrail.persistence.ledger;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** One transaction on one connection, as a container gives it to everything in a transaction. */
final class OneConnection implements AutoCloseable {
  private final Connection connection;

  OneConnection(DataSource database) throws SQLException {
    connection = database.getConnection();
    connection.setAutoCommit(false);
  }

  /** Returns a pool that always gives this connection and does not close it. */
  DataSource dataSource() {
    Connection shared =
        (Connection)
            proxy(
                Connection.class,
                (proxy, method, arguments) ->
                    method.getName().equals("close") ? null : call(method, arguments));
    return (DataSource) proxy(DataSource.class, (proxy, method, arguments) -> shared);
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
  }

  void commit() throws SQLException {
    connection.commit();
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.close();
  }
}
