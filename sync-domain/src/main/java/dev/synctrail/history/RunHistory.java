package dev.synctrail.history;

import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import java.util.List;
import java.util.Optional;

/** Answers about deployments and retrievals. Needs no transaction and joins one. */
public interface RunHistory {

  /** Returns one page of the runs of a direction, the newest first. */
  Page<Run> page(RunQuery query);

  /** Returns the runs that are not over, the newest first. */
  List<Run> open(int limit);

  /** Returns one run. */
  Optional<Run> find(RunId id);

  /** Returns the runs that follow from one; none for an unknown run. */
  Followers followers(RunId id);

  /** The runs that follow from another, in order. */
  record Followers(List<RunId> retries, List<RunId> rollbacks) {
    public Followers {
      retries = List.copyOf(retries);
      rollbacks = List.copyOf(rollbacks);
    }
  }

  /** Returns one page of a run's steps, the earliest first; none for an unknown run. */
  Page<RunStep> log(RunLogQuery query);
}
