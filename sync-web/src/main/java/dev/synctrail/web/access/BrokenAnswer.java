package dev.synctrail.web.access;

import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.util.Optional;

/**
 * Aborts an answer that failed after its first byte was sent, so that the client cannot take the
 * part for the whole.
 *
 * <p>No specification provides a way to do so: a servlet container ends the body regularly even if
 * an exception is thrown. This class calls Payara's connection by reflection; on any other server
 * the failure is only logged.
 */
public final class BrokenAnswer {
  private static final Logger LOG = System.getLogger(BrokenAnswer.class.getName());
  private static final int MAX_WRAPPERS = 6;

  private BrokenAnswer() {}

  /** Closes the connection of a request immediately. */
  public static void cut(HttpServletRequest request) {
    try {
      call(call(contextOf(request), "getConnection"), "terminateSilently");
    } catch (ReflectiveOperationException e) {
      LOG.log(
          Level.ERROR,
          "A response broke off, and this server offers no known way to signal it: {0}",
          e.toString());
    }
  }

  /** Returns Payara's own view of a request, which knows its connection. */
  static Object contextOf(HttpServletRequest request) throws ReflectiveOperationException {
    return call(ofServer(request, MAX_WRAPPERS), "getContext");
  }

  private static Object ofServer(Object request, int layers) throws ReflectiveOperationException {
    if (layers == 0) {
      throw new NoSuchMethodException("getCoyoteRequest");
    }
    if (hasMethod(request, "getCoyoteRequest")) {
      return call(request, "getCoyoteRequest");
    }
    if (request instanceof ServletRequestWrapper wrapper) {
      return ofServer(wrapper.getRequest(), layers - 1);
    }
    Field inner =
        field(request.getClass())
            .orElseThrow(() -> new NoSuchFieldException(request.getClass() + ".request"));
    inner.setAccessible(true);
    return ofServer(inner.get(request), layers - 1);
  }

  private static boolean hasMethod(Object object, String name) {
    for (var method : object.getClass().getMethods()) {
      if (method.getName().equals(name) && method.getParameterCount() == 0) {
        return true;
      }
    }
    return false;
  }

  private static Optional<Field> field(Class<?> type) {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (field.getName().equals("request")) {
          return Optional.of(field);
        }
      }
    }
    return Optional.empty();
  }

  private static Object call(Object object, String method) throws ReflectiveOperationException {
    var found = object.getClass().getMethod(method);
    found.setAccessible(true);
    return found.invoke(object);
  }
}
