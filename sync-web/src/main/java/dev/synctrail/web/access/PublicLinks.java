package dev.synctrail.web.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;

/**
 * Makes all links of the API begin with the configured public address, whatever a proxy forwards.
 */
@Provider
@PreMatching
@Priority(Priorities.HEADER_DECORATOR)
@ApplicationScoped
public class PublicLinks implements ContainerRequestFilter {
  private static final String API = "/api/v1/";

  private final PublicUrl publicUrl;

  @Inject
  public PublicLinks(PublicUrl publicUrl) {
    this.publicUrl = publicUrl;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    publicUrl
        .base()
        .ifPresent(
            base -> {
              String current = request.getUriInfo().getBaseUri().toString();
              String requested = request.getUriInfo().getRequestUri().toString();
              if (requested.startsWith(current)) {
                request.setRequestUri(
                    URI.create(base + API),
                    URI.create(base + API + requested.substring(current.length())));
              }
            });
  }
}
