package dev.synctrail.web.access;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import dev.synctrail.access.Right;
import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * Declares the right that a method of a resource or page bean needs. On a class, it applies to the
 * methods without their own annotation.
 *
 * <p>The application does not deploy if a resource method has none.
 */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Needs {

  /**
   * Returns the right. {@link Authorization#require} checks further rights that depend on the
   * request.
   */
  @Nonbinding
  Right value();
}
