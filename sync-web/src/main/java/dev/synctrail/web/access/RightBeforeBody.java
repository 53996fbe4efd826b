package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import dev.synctrail.web.rest.RequestReader;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Rejects a caller without the needed right before the body is read, because {@link
 * AuthorizationInterceptor} runs only after all faults of the body were reported.
 */
@Provider
@Priority(Priorities.USER + 100)
@ApplicationScoped
public class RightBeforeBody implements ContainerRequestFilter {
  private final Authorization authorization;
  @Context private @Nullable ResourceInfo matched;

  @Inject
  RightBeforeBody(Authorization authorization) {
    this.authorization = authorization;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = matched == null ? null : matched.getResourceMethod();
    if (method != null && RequestReader.bodyOf(method).isPresent()) {
      Right right = NeededRight.of(method);
      // The interceptor records that the right is used, this filter only that it is missing.
      if (!authorization.may(right)) {
        authorization.require(right);
      }
    }
  }
}
