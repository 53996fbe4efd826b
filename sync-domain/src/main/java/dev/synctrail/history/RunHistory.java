package dev.synctrail.history;

import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import java.util.Optional;

/** Answers about deployments and retrievals. Needs no transaction and joins one. */
public interface RunHistory {

  /** Returns one page of the runs of a direction, the newest first. */
  Page<Run> page(RunQuery query);

  /** Returns one run. */
  Optional<Run> find(RunId id);

  /** Returns one page of a run's steps, the earliest first; none for an unknown run. */
  Page<RunStep> log(RunLogQuery query);
}
