package dev.synctrail.deployment;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Direction;
import dev.synctrail.tracking.Run;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.Runs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Thrown when the confirmed plan was not made for the request; nothing was recorded. */
public final class InvalidPlan extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidPlan(String message) {
    super(message);
  }

  /**
   * Verifies that a plan is a finished dry run of the same request; null means no plan and passes.
   *
   * @param rollbackOf the deployment that is rolled back; null when none is, or when it does not
   *     matter
   */
  static void check(
      @Nullable RunId plan, Runs runs, PlatformId platform, @Nullable RunId rollbackOf) {
    if (plan == null) {
      return;
    }
    Run dry =
        runs.find(plan)
            .filter(run -> run.direction() == Direction.PUSH && run.options().dryRun())
            .orElseThrow(() -> new InvalidPlan("Unknown plan: " + plan));
    if (!dry.status().isFinal()) {
      throw new InvalidPlan(
          "The plan " + plan + " is " + dry.status() + "; wait until it is finished");
    }
    boolean fits =
        dry.platform().equals(platform)
            && (rollbackOf == null || Objects.equals(dry.rollbackOf(), rollbackOf));
    if (!fits) {
      throw new InvalidPlan("The plan " + plan + " was made for a different request; plan again");
    }
  }
}
