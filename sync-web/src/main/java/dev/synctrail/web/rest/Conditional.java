package dev.synctrail.web.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers 304 if the client already has the entity tag of the answer, and rejects requests for a
 * change with conditions that the resource does not evaluate.
 */
@Provider
public class Conditional implements ContainerRequestFilter, ContainerResponseFilter {
  private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD");

  @Context private @Nullable ResourceInfo matched;

  @Override
  public void filter(ContainerRequestContext request) {
    Preconditions conditions = of(request);
    Method method = matched == null ? null : matched.getResourceMethod();
    if (conditions.isEmpty() || method == null || SAFE_METHODS.contains(request.getMethod())) {
      return;
    }
    if (!List.of(method.getParameterTypes()).contains(ConditionParameters.class)) {
      throw Problem.preconditionFailed(
          "This resource has no ETag; send the request without If-Match and If-None-Match");
    }
  }

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    String tag = response.getHeaderString(HttpHeaders.ETAG);
    if (tag != null
        && response.getStatus() == Response.Status.OK.getStatusCode()
        && SAFE_METHODS.contains(request.getMethod())
        && of(request).has(tag)) {
      response.setStatusInfo(Response.Status.NOT_MODIFIED);
      response.setEntity(null);
    }
  }

  private static Preconditions of(ContainerRequestContext request) {
    return Preconditions.of(
        request.getHeaders().get(HttpHeaders.IF_MATCH),
        request.getHeaders().get(HttpHeaders.IF_NONE_MATCH));
  }
}
