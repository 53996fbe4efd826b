package dev.synctrail.tracking;

import dev.synctrail.platform.Halt;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.platform.PushOptions;
import dev.synctrail.platform.RequestPurpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A deployment (a push run) or a retrieval (a pull run): many types, one platform, one reason.
 *
 * @param origin the run that it follows from
 * @param cancellation null unless a person stopped it
 * @param listing whether its types still have to be asked of the platform
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

  /** Returns where the run stands; it follows its syncs and is never stored. */
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

  /** Returns the run whose failures it repeats. */
  public @Nullable RunId retryOf() {
    return origin.retryOf();
  }

  /** Returns the deployment that it puts back. */
  public @Nullable RunId rollbackOf() {
    return origin.rollbackOf();
  }

  /** Tells whether a halt of its platform keeps it from going on. */
  public boolean isHeldBy(Halt halt) {
    boolean writes = direction == Direction.PUSH && !options.dryRun();
    return !status().isFinal() && halt.holds(writes ? RequestPurpose.WRITE : RequestPurpose.READ);
  }

  /** Returns how far it is, 0 to 100, from the counters. */
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
   * The run that another follows from.
   *
   * @param retryOf whose failures are repeated
   * @param rollbackOf which deployment is put back
   * @param plan the dry run that was confirmed as its plan
   */
  public record Origin(@Nullable RunId retryOf, @Nullable RunId rollbackOf, @Nullable RunId plan) {
    /** It follows from none. */
    public static final Origin NONE = new Origin(null, null, null);

    /** It repeats what failed. */
    public static Origin retrying(RunId run) {
      return new Origin(run, null, null);
    }

    /** It puts back what a deployment changed. */
    public static Origin undoing(@Nullable RunId run) {
      return new Origin(null, run, null);
    }

    /** The same, confirmed by a plan; null for none. */
    public Origin planned(@Nullable RunId confirmed) {
      return new Origin(retryOf, rollbackOf, confirmed);
    }
  }

  /** That a person stopped it. */
  public record Cancellation(Instant at, String actor, @Nullable String reason) {}

  /** The settled syncs of a run by outcome. */
  public record Counts(int total, int success, int failed, int partial) {
    /** A run of this many syncs, none settled. */
    public static Counts of(int total) {
      return new Counts(total, 0, 0, 0);
    }

    /** Returns how many are in progress or unknown. */
    public int unsettled() {
      return total - success - failed - partial;
    }
  }

  /** Where a run stands. */
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

    /** Tells whether it can never change again. */
    public boolean isFinal() {
      return isFinal;
    }
  }
}
