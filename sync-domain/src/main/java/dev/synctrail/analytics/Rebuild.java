package dev.synctrail.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state and result of a rebuild of the roll-ups from the sync rows.
 *
 * @param horizon rows of syncs that started before this time may be purged, so a rebuild starts
 *     with the first whole day in UTC after it; null if no rows are purged
 * @param from the first rebuilt day
 * @param next the next day to rebuild; null when the rebuild is finished
 * @param syncs the number of counted rows
 * @param differences the number of roll-ups that differed from the rows
 * @param findings descriptions of the first differences
 */
public record Rebuild(
    @Nullable Instant horizon,
    @Nullable Instant requestedAt,
    @Nullable String requestedBy,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable LocalDate from,
    @Nullable LocalDate next,
    long syncs,
    long differences,
    List<String> findings) {
  /** The maximum number of findings. */
  public static final int MAX_FINDINGS = 20;

  public Rebuild {
    findings = List.copyOf(findings);
  }

  /** Returns the state. */
  public State state() {
    if (requestedAt == null) {
      return State.NEVER;
    } else if (finishedAt != null) {
      return State.COMPLETED;
    }
    return startedAt == null ? State.QUEUED : State.IN_PROGRESS;
  }

  /** Returns whether it is queued or in progress. */
  public boolean isOpen() {
    return state() == State.QUEUED || state() == State.IN_PROGRESS;
  }

  /** The state of a rebuild. */
  public enum State {
    NEVER,
    QUEUED,
    IN_PROGRESS,
    COMPLETED
  }
}
