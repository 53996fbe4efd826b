package dev.synctrail.web.rest;

import dev.synctrail.history.PageCursors;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import org.jspecify.annotations.Nullable;

/** Adds the links to the adjacent pages (RFC 8288) to each response that is a page of a list. */
@Provider
public class PageLinks implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof PageCursors page) {
      link(request.getUriInfo(), response, "next", page.nextCursor());
      link(request.getUriInfo(), response, "prev", page.prevCursor());
    }
  }

  private static void link(
      UriInfo uri, ContainerResponseContext response, String rel, @Nullable String cursor) {
    if (cursor != null) {
      Link link =
          Link.fromUriBuilder(uri.getRequestUriBuilder().replaceQueryParam("cursor", cursor))
              .rel(rel)
              .build();
      response.getHeaders().add(HttpHeaders.LINK, link);
    }
  }
}
