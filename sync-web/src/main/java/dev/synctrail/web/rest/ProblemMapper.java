package dev.synctrail.web.rest;

import dev.synctrail.history.InvalidCursor;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.ledger.LedgerKeyMissing;
import jakarta.resource.ResourceException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Converts every exception thrown by a resource or by the runtime to a problem. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger(ProblemMapper.class.getName());

  @Context private @Nullable UriInfo uri;

  @Override
  public Response toResponse(Throwable thrown) {
    return answer(thrown, uri);
  }

  static Response answer(Throwable thrown, @Nullable UriInfo uri) {
    String path = uri == null ? "" : uri.getRequestUri().getRawPath();
    Optional<Problem> known = known(thrown);
    if (known.isPresent()) {
      return answer(known.get(), path);
    }
    if (thrown instanceof WebApplicationException ofRuntime) {
      return translate(ofRuntime, path);
    }
    return internalError(thrown);
  }

  /** Returns the problem for an exception with a known cause; empty for a defect. */
  public static Optional<Problem> known(Throwable thrown) {
    Throwable own = find(thrown, Problem.class::isInstance);
    if (own instanceof Problem problem) {
      return Optional.of(problem);
    }
    if (thrown instanceof MalformedJson malformed) {
      return Optional.of(JsonBody.malformed(malformed));
    }
    if (thrown instanceof InvalidCursor) {
      return Optional.of(
          Problem.malformedParameter("cursor", "Not a cursor of this list and filter"));
    }
    if (thrown instanceof ProcessingException && thrown.getCause() instanceof IOException) {
      return Optional.of(
          Problem.of(400, "MALFORMED_REQUEST", "The request body is incomplete or malformed"));
    }
    if (find(thrown, LedgerKeyMissing.class::isInstance) != null) {
      return Optional.of(
          Problem.unavailable(
              "LEDGER_KEY_MISSING",
              "The ledger has no key that it can use; nothing was recorded",
              Duration.ofSeconds(30)));
    }
    if (find(thrown, ProblemMapper::isUnreachableDatabase) != null) {
      LOG.log(Level.WARNING, "The database cannot be reached: {0}", thrown.getMessage());
      return Optional.of(
          Problem.unavailable(
              "DATABASE_UNREACHABLE", "The database cannot be reached now", Duration.ofSeconds(5)));
    }
    if (find(thrown, ProblemMapper::isFullDisk) != null) {
      LOG.log(Level.ERROR, "The disk of the database is full: {0}", thrown.getMessage());
      return Optional.of(
          Problem.unavailable(
              "DISK_FULL",
              "The disk of the database is full; nothing was stored",
              Duration.ofSeconds(30)));
    }
    if (find(thrown, ProblemMapper::isSlowQuery) != null) {
      LOG.log(Level.WARNING, "A query was cancelled at its limit: {0}", thrown.getMessage());
      return Optional.of(
          Problem.unavailable(
              "QUERY_TOO_SLOW", "The query takes too long; narrow it", Duration.ofSeconds(5)));
    }
    return Optional.empty();
  }

  private static Response translate(WebApplicationException ofRuntime, String path) {
    Response original = ofRuntime.getResponse();
    int status = original.getStatus();
    if (status < 400) {
      return original;
    }
    Problem problem =
        switch (status) {
          case 404 ->
              ofRuntime.getCause() == null
                  ? Problem.notFound("resource at " + path)
                  : Problem.of(400, "MALFORMED_REQUEST", "A parameter is invalid");
          case 405 ->
              Problem.of(405, "METHOD_NOT_ALLOWED", "This resource does not support the method");
          case 406 ->
              Problem.of(406, "NOT_ACCEPTABLE", "None of the media types in Accept is available");
          case 415 ->
              Problem.of(
                  415, "UNSUPPORTED_MEDIA_TYPE", "The Content-Type of the body is not supported");
          case 500 -> null;
          default ->
              status < 500
                  ? Problem.of(status, "MALFORMED_REQUEST", "The request is malformed")
                  : Problem.of(status, "UNAVAILABLE", "The request cannot be processed now");
        };
    if (problem == null) {
      return internalError(ofRuntime);
    }
    String allow = original.getHeaderString(HttpHeaders.ALLOW);
    if (allow != null) {
      problem.withHeader(HttpHeaders.ALLOW, allow);
    }
    return answer(problem, path);
  }

  private static Response internalError(Throwable thrown) {
    String id = "urn:uuid:" + UUID.randomUUID();
    if (thrown instanceof IOException) {
      LOG.log(Level.DEBUG, "The caller closed the connection: {0}", thrown.getMessage());
    } else {
      LOG.log(Level.ERROR, "Answered 500 as " + id, thrown);
    }
    return answer(Problem.internal(), id);
  }

  private static Response answer(Problem problem, String instance) {
    Response.ResponseBuilder response =
        Response.status(problem.status(), problem.title())
            .type(Problem.MEDIA_TYPE)
            .entity(problem.toJson(instance).toString());
    problem.headers().forEach(response::header);
    return response.build();
  }

  private static boolean isUnreachableDatabase(Throwable thrown) {
    if (thrown instanceof SQLTransientConnectionException
        || thrown instanceof SQLNonTransientConnectionException
        || thrown instanceof ResourceException) {
      return true;
    }
    String state = thrown instanceof SQLException sql ? sql.getSQLState() : null;
    return state != null && (state.startsWith("08") || state.startsWith("57P"));
  }

  private static boolean isFullDisk(Throwable thrown) {
    return thrown instanceof SQLException sql && "53100".equals(sql.getSQLState());
  }

  private static boolean isSlowQuery(Throwable thrown) {
    return thrown instanceof SQLException sql && "57014".equals(sql.getSQLState());
  }

  private static @Nullable Throwable find(Throwable thrown, Predicate<Throwable> condition) {
    Set<Throwable> visited = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable at = thrown; at != null && visited.add(at); at = at.getCause()) {
      if (condition.test(at)) {
        return at;
      }
    }
    return null;
  }
}
