package dev.synctrail.web.run;

import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.web.rest.Prefer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Responds to the start of a run: with the recorded run at once, or with the finished run for
 * callers that send {@code Prefer: wait=N} (RFC 7240).
 *
 * <p>A waiting request holds a thread of the server and nothing else. The number of waiting
 * requests is limited; the others get an immediate response, because a preference may be ignored.
 */
@ApplicationScoped
public class FinishedRuns {
  private static final int MAX_WAITING = 20;
  private static final long MIN_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long MAX_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final ReadingRuns runs;
  private final Semaphore permits = new Semaphore(MAX_WAITING);

  @Inject
  FinishedRuns(ReadingRuns runs) {
    this.runs = runs;
  }

  /** Returns 200 with the run if it finishes within the wait time, otherwise 202. */
  public Response answer(Run started, HttpHeaders headers, UriInfo uri, String collection) {
    Optional<Duration> wait = Prefer.wait(headers);
    Response.ResponseBuilder response =
        wait.flatMap(atMost -> finished(started, atMost))
            .map(Response::ok)
            .orElseGet(() -> Response.accepted(RunAnswer.of(started)));
    wait.ifPresent(applied -> response.header(Prefer.APPLIED, "wait=" + applied.toSeconds()));
    return response.location(StartAnswer.location(started, uri, collection)).build();
  }

  private Optional<RunAnswer> finished(Run started, Duration atMost) {
    if (!permits.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return finishedBy(started, System.nanoTime() + atMost.toNanos());
    } finally {
      permits.release();
    }
  }

  /** Polls the database, because another server may carry out the run. */
  private Optional<RunAnswer> finishedBy(Run started, long deadline) {
    Direction direction = started.direction();
    long pause = MIN_PAUSE;
    while (runs.find(direction, started.id().value()).map(Run::completedAt).isEmpty()) {
      long remaining = deadline - System.nanoTime();
      if (remaining <= 0 || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      LockSupport.parkNanos(Math.min(pause, remaining));
      pause = Math.min(MAX_PAUSE, pause * 2);
    }
    return Optional.of(runs.one(direction, started.id().value()));
  }
}
