package dev.synctrail.web.rest;

import dev.synctrail.web.rest.Problem.Fault;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rejects a body where none is read, because a client would assume that it had an effect. */
@Provider
public class UnexpectedBody implements ContainerRequestFilter {
  @Context private @Nullable ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) {
    Method method = matched == null ? null : matched.getResourceMethod();
    if (method != null && RequestReader.bodyOf(method).isEmpty() && request.hasEntity()) {
      throw Problem.malformed(List.of(Fault.at("", "This request must not have a body")));
    }
  }
}
