package dev.synctrail.web.tracking;

import dev.synctrail.platform.UnknownPlatform;
import dev.synctrail.tracking.IllegalTransition;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.Problem;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** What is answered to those who start something. */
final class Started {
  private Started() {}

  static Response run(Run run, UriInfo uri, String collection) {
    return Response.accepted(RunAnswer.of(run))
        .location(uri.getBaseUriBuilder().path(collection).path(run.id().toString()).build())
        .build();
  }

  static Problem unknown(UnknownPlatform e) {
    return Problem.unprocessable(
        "UNKNOWN_PLATFORM",
        String.valueOf(e.getMessage()),
        List.of(Fault.at("/platform", String.valueOf(e.getMessage()))));
  }

  static Problem notRetryable(IllegalTransition e) {
    return Problem.conflict("NOT_RETRYABLE", String.valueOf(e.getMessage()));
  }
}
