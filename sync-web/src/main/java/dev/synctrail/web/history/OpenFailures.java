package dev.synctrail.web.history;

import dev.synctrail.analytics.Reporting;
import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.history.LastSync;
import dev.synctrail.history.SyncHistory;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The failed pushes of the reported period that no successful push followed, newest first. */
@RequestScoped
public class OpenFailures {
  private static final int COUNTED = 999;

  private final SyncHistory history;
  private final Conflicts conflicts;
  private final Instant since;
  private @Nullable List<LastSync> read;

  @Inject
  OpenFailures(SyncHistory history, Conflicts conflicts, Reporting reporting) {
    this.history = history;
    this.conflicts = conflicts;
    this.since = reporting.span(null, null).from();
  }

  /** Returns the start of the reported period. */
  public Instant since() {
    return since;
  }

  /** Returns at most one more than are counted. */
  public List<LastSync> all() {
    List<LastSync> failures = read;
    if (failures == null) {
      failures = history.openFailures(since, COUNTED + 1);
      read = failures;
    }
    return failures;
  }

  /** Returns the number of failures, such as {@code 12} or {@code 999+}. */
  public String count() {
    return all().size() > COUNTED ? COUNTED + "+" : String.valueOf(all().size());
  }

  /** Returns failures with what can be done about them. */
  public List<OpenFailure> withConflicts(List<LastSync> failures) {
    return failures.stream()
        .map(
            failure ->
                new OpenFailure(
                    failure, conflicts.of(failure.id()).filter(Conflict::isOpen).isPresent()))
        .toList();
  }

  /**
   * A failed push.
   *
   * @param inConflict whether a user must resolve a conflict before it can be retried
   */
  public record OpenFailure(LastSync last, boolean inConflict) {}
}
