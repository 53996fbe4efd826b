package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The transition of a sync from one stage to the next, or its start.
 *
 * @param from null for the start
 * @param outcome the outcome; null while the sync is open
 * @param problem the reason of a failure; null if it did not fail
 */
public record Transition(
    SyncId sync,
    PlatformId platform,
    TypeKey typeKey,
    Direction direction,
    boolean dryRun,
    @Nullable Stage from,
    Stage to,
    @Nullable Outcome outcome,
    @Nullable Problem problem) {

  /** Returns the quarter hour in UTC in which the sync started. */
  public Instant quarter() {
    return QuarterHour.of(sync.startedAt());
  }

  /** Passes the counts to add to each affected series. */
  public void count(BiConsumer<Series, Counts> consumer) {
    if (from != null) {
      Counts left = new Counts();
      left.count(from.status(), -1);
      consumer.accept(series(from), left);
    }
    Counts entered = new Counts();
    entered.count(to.status(), 1);
    if (outcome != null && settles()) {
      entered.settle(to.status(), outcome);
    }
    consumer.accept(series(to), entered);
  }

  /** Returns whether this is the transition that settles the sync. */
  public boolean settles() {
    return to.status().isTerminal() && (from == null || !from.status().isTerminal());
  }

  /** Returns whether this counts as a failure. Dry runs never do. */
  public boolean fails() {
    return !dryRun && settles() && to.status() == SyncStatus.FAILED && problem != null;
  }

  private Series series(Stage stage) {
    return new Series(platform, typeKey, direction, stage.operation(), dryRun);
  }

  /** The stage of a sync, as far as it is relevant for counting. */
  public record Stage(SyncStatus status, @Nullable Operation operation) {}

  /**
   * The outcome of a sync.
   *
   * @param durationMs the time since the first byte sent; null if none was sent
   * @param retryCount the number of failed attempts
   * @param payload null if its size is unknown
   */
  public record Outcome(@Nullable Long durationMs, int retryCount, @Nullable Payload payload) {
    /**
     * Returns the number of attempts. The last attempt of a sync that did not fail is not in {@code
     * retryCount}.
     */
    long attempts(SyncStatus status) {
      return status == SyncStatus.FAILED ? retryCount : retryCount + 1L;
    }
  }

  /** The size of the payload that was sent, intended or read. */
  public record Payload(long originalBytes, long storedBytes) {}

  /**
   * The reason of a failure.
   *
   * @param field the first invalid member according to the platform
   * @param message the message of the platform
   */
  public record Problem(
      FailureClass failureClass,
      @Nullable String platformCode,
      @Nullable String field,
      String message) {}
}
