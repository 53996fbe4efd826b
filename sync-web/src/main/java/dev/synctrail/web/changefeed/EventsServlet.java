package dev.synctrail.web.changefeed;

import dev.synctrail.access.Right;
import dev.synctrail.changefeed.Changes;
import dev.synctrail.changefeed.FeedPosition;
import dev.synctrail.web.access.Admittance;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends changes as server-sent events (WHATWG HTML), to API clients authenticated by token and to
 * the console's pages authenticated by session.
 */
@WebServlet(
    urlPatterns = {EventsServlet.API, EventsServlet.CONSOLE},
    asyncSupported = true)
public class EventsServlet extends HttpServlet {
  /** The path for API clients. */
  public static final String API = "/api/v1/events";

  /** The path for the console's pages. */
  public static final String CONSOLE = "/console/events";

  private static final long serialVersionUID = 1L;
  private static final int MAX_CONNECTIONS = 1_000;

  /**
   * Connections end after this time, so that a client whose access was revoked cannot reconnect.
   */
  private static final Duration MAX_CONNECTION_TIME = Duration.ofMinutes(15);

  private final transient Authorization authorization;
  private final transient Changes changes;
  private final transient ChangeFeed changeFeed;
  private final transient Clock clock;

  @Inject
  EventsServlet(Authorization authorization, Changes changes, ChangeFeed changeFeed, Clock clock) {
    this.authorization = authorization;
    this.changes = changes;
    this.changeFeed = changeFeed;
    this.clock = clock;
  }

  /** The events of a HEAD would never end, and nothing could be sent. */
  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, request, () -> response.setContentType(MediaType.SERVER_SENT_EVENTS));
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    answer(response, request, () -> listen(request, response));
  }

  private void answer(HttpServletResponse response, HttpServletRequest request, Answer answer)
      throws IOException {
    try {
      authorization.require(Right.METADATA);
      requireAcceptable(request.getHeader("Accept"));
      if (Admittance.hasBody(request)) {
        throw Problem.malformed(List.of(Problem.Fault.at("", "No body is expected here")));
      }
      answer.give();
    } catch (Problem problem) {
      response.setStatus(problem.status());
      response.setContentType(Problem.MEDIA_TYPE);
      problem.headers().forEach(response::setHeader);
      response
          .getOutputStream()
          .write(
              problem.toJson(request.getRequestURI()).toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /**
   * Starts the stream. The OpenAPI document reads the right from the annotation; interceptors do
   * not apply to servlets.
   */
  @Needs(Right.METADATA)
  public void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (request.getQueryString() != null) {
      throw Problem.malformedParameter(
          request.getParameterNames().hasMoreElements()
              ? request.getParameterNames().nextElement()
              : "",
          "Unknown: this endpoint has no query parameters");
    }
    Instant now = clock.instant();
    Optional<FeedPosition> lastEventId = lastEventId(request);
    if (changeFeed.connected() >= MAX_CONNECTIONS) {
      throw Problem.unavailable(
          "TOO_MANY_LISTENERS",
          "Too many event streams are open on this server",
          Duration.ofSeconds(30));
    }
    boolean missed =
        lastEventId
            .filter(feedPosition -> feedPosition.isBefore(now.minus(Changes.KEPT)))
            .isPresent();
    FeedPosition feedPosition =
        lastEventId.filter(position -> !missed).orElseGet(() -> changes.now(now));
    response.setContentType(MediaType.SERVER_SENT_EVENTS);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    AsyncContext async = request.startAsync();
    SseConnection connection =
        new SseConnection(
            async, response.getOutputStream(), feedPosition, now, now.plus(MAX_CONNECTION_TIME));
    connection.open();
    connection.send(
        "retry: 2000\nid: %s\nevent: %s\ndata: {}\n\n"
            .formatted(feedPosition, missed ? "reset" : "ready"),
        feedPosition);
    changeFeed.add(connection);
  }

  private static void requireAcceptable(@Nullable String accept) {
    boolean acceptable;
    try {
      acceptable =
          accept == null
              || Arrays.stream(accept.split(","))
                  .map(type -> MediaType.valueOf(type.strip()))
                  .anyMatch(MediaType.SERVER_SENT_EVENTS_TYPE::isCompatible);
    } catch (IllegalArgumentException e) {
      throw Problem.malformedParameter("Accept", "Not a list of media types");
    }
    if (!acceptable) {
      throw Problem.ofServer(406, "Only " + MediaType.SERVER_SENT_EVENTS + " is available");
    }
  }

  @FunctionalInterface
  private interface Answer {
    void give() throws IOException;
  }

  private static Optional<FeedPosition> lastEventId(HttpServletRequest request) {
    String id = request.getHeader("Last-Event-ID");
    if (id == null || id.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        FeedPosition.read(id)
            .orElseThrow(
                () ->
                    Problem.malformedParameter("Last-Event-ID", "Not an event id of this server")));
  }
}
