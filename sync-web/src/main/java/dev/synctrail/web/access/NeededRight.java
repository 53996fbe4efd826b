package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import java.lang.reflect.Method;

/** Reads {@link Needs}, for those who enforce it and those who tell of it. */
public final class NeededRight {

  private NeededRight() {}

  /**
   * Returns what a method asks for.
   *
   * @throws IllegalStateException when neither it nor its class declares a right
   */
  public static Right of(Method method) {
    Needs own = method.getAnnotation(Needs.class);
    Needs needs = own == null ? method.getDeclaringClass().getAnnotation(Needs.class) : own;
    if (needs == null) {
      throw new IllegalStateException(method + " has no @Needs annotation");
    }
    return needs.value();
  }
}
