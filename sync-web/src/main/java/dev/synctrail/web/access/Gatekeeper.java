package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Lets a call through when its caller has the right that {@link Needs} names. */
@Interceptor
@Needs(Right.METADATA)
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class Gatekeeper {
  private final Gate gate;

  @Inject
  public Gatekeeper(Gate gate) {
    this.gate = gate;
  }

  /** Asks the gate first. */
  @AroundInvoke
  public @Nullable Object pass(InvocationContext call) throws Exception {
    gate.require(NeededRight.of(call.getMethod()));
    return call.proceed();
  }
}
