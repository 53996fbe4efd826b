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
public class Gatekeeper {
  private final Gate gate;

  @Inject
  public Gatekeeper(Gate gate) {
    this.gate = gate;
  }

  /** Asks the gate first. */
  @AroundInvoke
  public @Nullable Object pass(InvocationContext call) throws Exception {
    Right right = NeededRight.of(call.getMethod());
    gate.require(right);
    Object result = call.proceed();
    if (right == Right.ADMINISTRATION) {
      gate.administered();
    }
    return result;
  }
}
