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
 * Names the right that a resource's or a page bean's method asks for; on a class, what its methods
 * ask for that name none.
 *
 * <p>A resource method without it is no mistake that could be missed: the application does not
 * deploy.
 */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface Needs {

  /**
   * Returns the right; {@link Authorization#require} asks for further ones that depend on the
   * request.
   */
  @Nonbinding
  Right value();
}
