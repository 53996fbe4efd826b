package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Requires the right that {@link Needs} names before a method is called.
 *
 * <p>It runs inside the transaction's interceptor, so that a change and its audit record are
 * atomic.
 */
@Interceptor
@Needs(Right.SELF)
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 250)
public class AuthorizationInterceptor {
  private final Authorization authorization;

  @Inject
  public AuthorizationInterceptor(Authorization authorization) {
    this.authorization = authorization;
  }

  /** Checks the right before the call. */
  @AroundInvoke
  public @Nullable Object authorize(InvocationContext call) throws Exception {
    Right right = NeededRight.of(call.getMethod());
    authorization.require(right);
    Object result = call.proceed();
    if (right == Right.ADMINISTRATION) {
      authorization.administered();
    }
    return result;
  }
}
