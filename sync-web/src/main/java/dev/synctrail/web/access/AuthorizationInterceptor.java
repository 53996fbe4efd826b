package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Lets a call through when its caller has the right that {@link Needs} names.
 *
 * <p>Right behind the transaction's interceptor, so that a change and its record are one.
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

  /** Asks the gate first. */
  @AroundInvoke
  public @Nullable Object pass(InvocationContext call) throws Exception {
    Right right = NeededRight.of(call.getMethod());
    authorization.require(right);
    Object result = call.proceed();
    if (right == Right.ADMINISTRATION) {
      authorization.administered();
    }
    return result;
  }
}
