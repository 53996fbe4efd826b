package dev.synctrail.web.run;

import dev.synctrail.deployment.Pins;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.RunLogQuery;
import dev.synctrail.history.RunQuery;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.HistoryParameters;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads deployments and pull runs for the REST API. */
@Dependent
public class ReadingRuns {
  private final RunHistory history;
  private final Halts halts;
  private final Pins pins;

  @Inject
  ReadingRuns(RunHistory history, Halts halts, Pins pins) {
    this.history = history;
    this.halts = halts;
    this.pins = pins;
  }

  public Response list(
      Direction direction,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean count,
      UriInfo uri) {
    RunQuery query =
        HistoryParameters.asked(
            limit, size -> RunQuery.of(direction, size, cursor, Boolean.TRUE.equals(count)));
    return RunList.of(history.page(query), uri);
  }

  public RunAnswer one(Direction direction, UUID id) {
    Run run = required(direction, id);
    Halt halt = halts.on(run.platform());
    return RunAnswer.of(
        run, history.followers(run.id()), skipped(run), run.isHeldBy(halt) ? halt.why() : null);
  }

  /** Returns the pins of the types that a run skipped. */
  public List<PinAnswer> skipped(Run run) {
    return PinAnswer.of(pins.skippedBy(run.id()));
  }

  public Response log(
      Direction direction,
      UUID id,
      @Nullable Integer limit,
      @Nullable String cursor,
      @Nullable Boolean count,
      UriInfo uri) {
    RunId run = required(direction, id).id();
    RunLogQuery query =
        HistoryParameters.asked(
            limit, size -> RunLogQuery.of(run, size, cursor, Boolean.TRUE.equals(count)));
    return RunLogAnswer.of(history.log(query), uri);
  }

  /** Returns a run; empty also while a read replica does not have it yet. */
  Optional<Run> find(Direction direction, UUID id) {
    return history.find(new RunId(id)).filter(run -> run.direction() == direction);
  }

  public Run required(Direction direction, UUID id) {
    return find(direction, id)
        .orElseThrow(
            () ->
                Problem.notFound(
                    (direction == Direction.PUSH ? "deployment " : "retrieval ") + id));
  }
}
