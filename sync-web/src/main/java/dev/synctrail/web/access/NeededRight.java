package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import java.lang.reflect.Method;

/** Reads {@link Needs} for the code that enforces rights and the code that documents them. */
public final class NeededRight {

  private NeededRight() {}

  /**
   * Returns the right that a method needs.
   *
   * @throws IllegalStateException if neither the method nor its class declares a right
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
