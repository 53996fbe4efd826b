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
 * Answers who started a run: with the run as it was recorded, or, for callers who would rather wait
 * ({@code Prefer: wait=N}, RFC 7240), with the finished one.
 *
 * <p>A waiting request holds a thread of the server and nothing else, so only so many wait at a
 * time; the others are answered at once, as a preference may be.
 */
@ApplicationScoped
public class FinishedRuns {
  private static final int WAITING_AT_MOST = 20;
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  private final ReadingRuns runs;
  private final Semaphore places = new Semaphore(WAITING_AT_MOST);

  @SuppressWarnings("NullAway") // only for the CDI proxy
  protected FinishedRuns() {
    this.runs = null;
  }

  @Inject
  FinishedRuns(ReadingRuns runs) {
    this.runs = runs;
  }

  /** Returns 200 with the run when it is finished in the time the caller would wait, else 202. */
  public Response answer(Run started, HttpHeaders headers, UriInfo uri, String collection) {
    Optional<Duration> wait = Prefer.wait(headers);
    Response.ResponseBuilder response =
        wait.flatMap(atMost -> finished(started, atMost))
            .map(Response::ok)
            .orElseGet(() -> Response.accepted(RunAnswer.of(started)));
    wait.ifPresent(honoured -> response.header(Prefer.APPLIED, "wait=" + honoured.toSeconds()));
    return response.location(StartAnswer.place(started, uri, collection)).build();
  }

  private Optional<RunAnswer> finished(Run started, Duration atMost) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      return finishedBy(started, System.nanoTime() + atMost.toNanos());
    } finally {
      places.release();
    }
  }

  /** A run may be worked on by another server, so what is asked is the database. */
  private Optional<RunAnswer> finishedBy(Run started, long deadline) {
    Direction direction = started.direction();
    long pause = SHORTEST_PAUSE;
    while (runs.find(direction, started.id().value()).map(Run::completedAt).isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return Optional.empty();
      }
      LockSupport.parkNanos(Math.min(pause, left));
      pause = Math.min(LONGEST_PAUSE, pause * 2);
    }
    return Optional.of(runs.one(direction, started.id().value()));
  }
}
