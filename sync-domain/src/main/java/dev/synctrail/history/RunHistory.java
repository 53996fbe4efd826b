package dev.synctrail.history;

import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Queries deployments and pull runs. Joins a transaction if there is one. */
public interface RunHistory {

  /** Returns one page of the runs of a direction. */
  Page<Run> page(RunQuery query);

  /** Returns the runs that are not finished, newest first. */
  List<Run> open(int limit);

  /** Returns the deployments that are finished, newest first, without dry runs. */
  List<Run> finishedDeployments(int limit);

  /** Returns one run. */
  Optional<Run> find(RunId id);

  /** Returns the retries and rollbacks of a run; none for an unknown run. */
  Followers followers(RunId id);

  /** Counts the syncs of a run by status. Statuses without syncs are not in the map. */
  Map<SyncStatus, Long> outcomes(RunId id);

  /** The retries and rollbacks of a run, in order. */
  record Followers(List<RunId> retries, List<RunId> rollbacks) {
    public Followers {
      retries = List.copyOf(retries);
      rollbacks = List.copyOf(rollbacks);
    }
  }

  /** Returns one page of a run's steps, earliest first; none for an unknown run. */
  Page<RunStep> log(RunLogQuery query);
}
