package dev.synctrail.tracking;

import dev.synctrail.gateway.Halt;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment (push run) or a pull run: many types, one platform, one reason.
 *
 * @param origin the run that it follows from
 * @param cancellation null unless a user cancelled it
 * @param listing whether the platform still has to list its types
 * @param errorMessage why the listing failed; null when it did not
 */
public record Run(
    RunId id,
    Direction direction,
    PlatformId platform,
    String actor,
    @Nullable String onBehalfOf,
    @Nullable String reason,
    @Nullable String syncMetadata,
    PushOptions options,
    Origin origin,
    @Nullable Cancellation cancellation,
    Counts counts,
    boolean listing,
    @Nullable String errorMessage,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant completedAt) {

  /** Returns the status of the run. It is derived from the syncs and never stored. */
  public Status status() {
    if (errorMessage != null) {
      return Status.FAILED;
    }
    if (listing || counts.unsettled() > 0) {
      return startedAt == null ? Status.QUEUED : Status.IN_PROGRESS;
    }
    boolean listedNothing = counts.total() == 0;
    if (cancellation != null && (listedNothing || counts.failed() > 0)) {
      return Status.CANCELLED;
    }
    if (counts.success() == counts.total()) {
      return Status.COMPLETED;
    }
    return counts.failed() == counts.total() ? Status.FAILED : Status.PARTIAL;
  }

  /** Returns the run whose failed syncs it repeats. */
  public @Nullable RunId retryOf() {
    return origin.retryOf();
  }

  /** Returns the deployment that it rolls back. */
  public @Nullable RunId rollbackOf() {
    return origin.rollbackOf();
  }

  /** Returns whether a halt of its platform blocks it. */
  public boolean isHeldBy(Halt halt) {
    boolean writes = direction == Direction.PUSH && !options.dryRun();
    return !status().isFinal() && halt.holds(writes ? RequestPurpose.WRITE : RequestPurpose.READ);
  }

  /** Returns the progress in percent, 0 to 100, from the counters. */
  public int progress() {
    if (status().isFinal()) {
      return 100;
    }
    return counts.total() == 0 ? 0 : 100 * (counts.total() - counts.unsettled()) / counts.total();
  }

  /** Returns the dry run that was confirmed as its plan. */
  public @Nullable RunId plan() {
    return origin.plan();
  }

  /**
   * The runs that a run follows from.
   *
   * @param retryOf the run whose failed syncs are repeated
   * @param rollbackOf the deployment that is rolled back
   * @param plan the dry run that was confirmed as its plan
   */
  public record Origin(@Nullable RunId retryOf, @Nullable RunId rollbackOf, @Nullable RunId plan) {
    /** The origin of a run that follows from no other. */
    public static final Origin NONE = new Origin(null, null, null);

    /** Returns the origin of a run that repeats the failed syncs of another. */
    public static Origin retrying(RunId run) {
      return new Origin(run, null, null);
    }

    /** Returns the origin of a run that rolls back a deployment. */
    public static Origin undoing(@Nullable RunId run) {
      return new Origin(null, run, null);
    }

    /** Returns the same origin, confirmed by a plan; null for none. */
    public Origin planned(@Nullable RunId confirmed) {
      return new Origin(retryOf, rollbackOf, confirmed);
    }
  }

  /** The cancellation of a run by a user. */
  public record Cancellation(Instant at, String actor, @Nullable String reason) {}

  /** The settled syncs of a run by outcome. */
  public record Counts(int total, int success, int failed, int partial) {
    /** Returns the counts of a run of {@code total} syncs, none settled. */
    public static Counts of(int total) {
      return new Counts(total, 0, 0, 0);
    }

    /** Returns how many are in progress or unknown. */
    public int unsettled() {
      return total - success - failed - partial;
    }
  }

  /** The status of a run. */
  public enum Status {
    QUEUED(false),
    IN_PROGRESS(false),
    COMPLETED(true),
    PARTIAL(true),
    FAILED(true),
    CANCELLED(true);

    private final boolean isFinal;

    Status(boolean isFinal) {
      this.isFinal = isFinal;
    }

    /** Returns whether the status can never change again. */
    public boolean isFinal() {
      return isFinal;
    }
  }
}
