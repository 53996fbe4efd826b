package dev.synctrail.web.run;

import dev.synctrail.deployment.InvalidPlan;
import dev.synctrail.deployment.UnknownTypes;
import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** Responses of operations that start a run. */
public final class StartAnswer {
  private StartAnswer() {}

  public static Response run(Run run, UriInfo uri, String collection) {
    return Response.accepted(RunAnswer.of(run)).location(location(run, uri, collection)).build();
  }

  /** Returns the address of a run. */
  static URI location(Run run, UriInfo uri, String collection) {
    return uri.getBaseUriBuilder().path(collection).path(run.id().toString()).build();
  }

  /**
   * Starts a deployment and maps unknown platforms, unknown types and unusable plans to problems.
   */
  public static Run deployed(Supplier<Run> order) {
    try {
      return order.get();
    } catch (UnknownPlatform e) {
      throw unknown(e);
    } catch (InvalidPlan e) {
      throw unusable(e);
    } catch (UnknownTypes e) {
      throw Problem.unprocessable(
          "UNKNOWN_TYPE",
          "A type without a stored version cannot be pushed",
          e.typeKeys().stream()
              .map(typeKey -> Fault.at("/typeKeys", "No version is stored of " + typeKey))
              .toList());
    }
  }

  public static Problem unknown(UnknownPlatform e) {
    return Problem.unprocessable(
        "UNKNOWN_PLATFORM",
        String.valueOf(e.getMessage()),
        List.of(Fault.at("/platform", String.valueOf(e.getMessage()))));
  }

  public static Problem unusable(InvalidPlan e) {
    return Problem.unprocessable(
        "UNUSABLE_PLAN",
        String.valueOf(e.getMessage()),
        List.of(Fault.at("/plan", String.valueOf(e.getMessage()))));
  }

  public static Problem notRetryable(IllegalTransition e) {
    return Problem.conflict("NOT_RETRYABLE", String.valueOf(e.getMessage()));
  }
}
