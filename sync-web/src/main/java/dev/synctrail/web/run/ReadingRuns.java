package dev.synctrail.web.run;

import dev.synctrail.deployment.Pins;
import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.Halts;
import dev.synctrail.history.Page;
import dev.synctrail.history.Period;
import dev.synctrail.history.RunHistory;
import dev.synctrail.history.RunLogQuery;
import dev.synctrail.history.RunOrder;
import dev.synctrail.history.RunQuery;
import dev.synctrail.history.RunStep;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.web.rest.PageParameters;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads deployments and pull runs for the REST API. */
@ApplicationScoped
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

  public Page<RunAnswer> list(Direction direction, PageParameters page) {
    return history
        .page(
            page.query(
                (limit, cursor, count) ->
                    RunQuery.of(
                        direction, Period.ALWAYS, RunOrder.NEWEST_FIRST, limit, cursor, count)))
        .map(RunAnswer::of);
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

  public Page<RunStep> log(Direction direction, UUID id, PageParameters page) {
    RunId run = required(direction, id).id();
    return history.log(
        page.query((limit, cursor, count) -> RunLogQuery.of(run, limit, cursor, count)));
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
