package dev.synctrail.analytics;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a rebuild of the roll-ups from the rows did and found.
 *
 * @param horizon rows of syncs that started before it may be gone, so a rebuild begins with the
 *     first whole day in UTC after it; null when none are
 * @param from the first day it rebuilt
 * @param next the day it does next; null when it is over
 * @param syncs how many rows it counted
 * @param differences how many roll-ups did not say what the rows say
 * @param findings the first of them
 */
public record Rebuild(
    @Nullable Instant horizon,
    @Nullable Instant askedAt,
    @Nullable String askedBy,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable LocalDate from,
    @Nullable LocalDate next,
    long syncs,
    long differences,
    List<String> findings) {
  /** How many findings are told. */
  public static final int MOST_FINDINGS = 20;

  public Rebuild {
    findings = List.copyOf(findings);
  }

  /** Returns where it stands. */
  public State state() {
    if (askedAt == null) {
      return State.NEVER;
    } else if (finishedAt != null) {
      return State.COMPLETED;
    }
    return startedAt == null ? State.QUEUED : State.IN_PROGRESS;
  }

  /** Tells whether there is something left to do. */
  public boolean isOpen() {
    return state() == State.QUEUED || state() == State.IN_PROGRESS;
  }

  /** Where a rebuild stands. */
  public enum State {
    NEVER,
    QUEUED,
    IN_PROGRESS,
    COMPLETED
  }
}
