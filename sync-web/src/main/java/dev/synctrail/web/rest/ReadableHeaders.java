package dev.synctrail.web.rest;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.function.Supplier;

/**
 * Reads headers in advance for which the runtime would answer 400 without a body if they are
 * malformed.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public class ReadableHeaders implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    requireReadable(
        request::getMediaType,
        () ->
            Problem.of(
                415,
                "UNSUPPORTED_MEDIA_TYPE",
                "The Content-Type of the body is not a valid media type"));
    requireReadable(
        request::getAcceptableMediaTypes,
        () -> Problem.malformedParameter(HttpHeaders.ACCEPT, "Not a list of media types"));
    requireReadable(
        request::getAcceptableLanguages,
        () -> Problem.malformedParameter(HttpHeaders.ACCEPT_LANGUAGE, "Not a list of languages"));
  }

  private static void requireReadable(Runnable header, Supplier<Problem> otherwise) {
    try {
      header.run();
    } catch (RuntimeException unreadable) {
      throw otherwise.get();
    }
  }
}
