package dev.synctrail.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A comparison of everything that is stored with the ledger, or of what was recorded in a period.
 * It finds and never repairs.
 *
 * @param actor who requested it
 * @param from the time from which entries were put into the log; null for the beginning
 * @param until the time until which, exclusive; null for the end
 * @param checkpoint a checkpoint that was kept outside; null if there is none to compare with
 * @param receipt a receipt that was kept outside; null if there is none to redeem
 * @param counts what was compared
 * @param problem why it could not be completed; it is tried again; null if there was no problem
 */
public record Verification(
    UUID id,
    String actor,
    @Nullable Instant from,
    @Nullable Instant until,
    @Nullable String checkpoint,
    @Nullable String receipt,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    Counts counts,
    @Nullable String problem) {
  private static final Duration SHORTEST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofHours(1);

  /** The state of a verification. */
  public enum State {
    QUEUED,
    RUNNING,
    COMPLETED
  }

  /** The state of a verification. */
  public State state() {
    if (endedAt != null) {
      return State.COMPLETED;
    }
    return startedAt == null ? State.QUEUED : State.RUNNING;
  }

  /**
   * Returns when it may begin. One that failed or was interrupted waits as long as it took to get
   * there, at least a minute and at most an hour, also after a start of the server.
   *
   * @param upSince when the server was started
   */
  Instant notBefore(Instant upSince) {
    if (startedAt == null) {
      return createdAt;
    }
    Duration waited = Duration.between(createdAt, startedAt);
    Duration wait = waited.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : waited;
    Instant last = startedAt.isBefore(upSince) ? upSince : startedAt;
    return last.plus(wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
  }

  /** Returns whether it compares everything. */
  boolean isComplete() {
    return from == null && until == null;
  }

  Verification started(Instant now) {
    return new Verification(
        id, actor, from, until, checkpoint, receipt, createdAt, now, null, Counts.NONE, problem);
  }

  Verification failed(String error) {
    return new Verification(
        id, actor, from, until, checkpoint, receipt, createdAt, startedAt, null, counts, error);
  }

  Verification ended(Counts all, Instant now) {
    return new Verification(
        id, actor, from, until, checkpoint, receipt, createdAt, startedAt, now, all, null);
  }

  /**
   * What was compared.
   *
   * @param entries the number of entries, including those that wait for a leaf
   * @param rows the number of rows that they are about; one that was changed counts each time
   * @param findings the number of differences, of which the first are stored
   */
  public record Counts(long entries, long rows, long findings) {
    /** Nothing. */
    public static final Counts NONE = new Counts(0, 0, 0);
  }
}
