package dev.synctrail.analytics;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.Operation;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.tracking.SyncStatus;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One sync went from one stage to the next, or began.
 *
 * @param from null when it began
 * @param outcome how it ended; null while it is open
 * @param problem why it failed; null when it did not
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

  /** Returns the quarter of an hour in which the sync started, in UTC. */
  public Instant quarter() {
    return QuarterHour.of(sync.startedAt());
  }

  /** Tells what has to be added to which series of this type. */
  public void count(BiConsumer<Series, Counts> counting) {
    if (from != null) {
      Counts gone = new Counts();
      gone.count(from.status(), -1);
      counting.accept(series(from), gone);
    }
    Counts come = new Counts();
    come.count(to.status(), 1);
    if (outcome != null && settles()) {
      come.settle(to.status(), outcome);
    }
    counting.accept(series(to), come);
  }

  /** Tells whether this is the one transition that ends the sync. */
  public boolean settles() {
    return to.status().isTerminal() && (from == null || !from.status().isTerminal());
  }

  /** Tells whether a failure began to count with this; a dry run fails nothing. */
  public boolean fails() {
    return !dryRun && settles() && to.status() == SyncStatus.FAILED && problem != null;
  }

  private Series series(Stage stage) {
    return new Series(platform, typeKey, direction, stage.operation(), dryRun);
  }

  /** Where a sync stands, as far as it is counted by it. */
  public record Stage(SyncStatus status, @Nullable Operation operation) {}

  /**
   * How a sync ended.
   *
   * @param durationMs from the first byte sent; null when none was
   * @param retryCount tries that failed
   * @param payload null when its size is not known
   */
  public record Outcome(@Nullable Long durationMs, int retryCount, @Nullable Payload payload) {
    /** Returns how often it was tried: the last try of what did not fail was no failure. */
    long tries(SyncStatus status) {
      return status == SyncStatus.FAILED ? retryCount : retryCount + 1L;
    }
  }

  /** The size of what was sent, or was to be sent, or was read. */
  public record Payload(long originalBytes, long storedBytes) {}

  /**
   * Why a sync failed.
   *
   * @param field the first member the platform complained about
   * @param message what it said of it
   */
  public record Problem(
      FailureClass failureClass,
      @Nullable String platformCode,
      @Nullable String field,
      String message) {}
}
