package dev.synctrail.deployment;

import org.jspecify.annotations.Nullable;

/**
 * The actions that are possible for one sync now.
 *
 * @param retry begins a new sync of the same version
 * @param settle checks an unknown outcome at once
 * @param restore pushes the sync's version again, over the current state
 * @param resolve decides the conflict that the sync met
 * @param settlement states the outcome manually
 */
public record AllowedActions(Deed retry, Deed settle, Deed restore, Deed resolve, Deed settlement) {

  /**
   * The actions that are allowed on one run now.
   *
   * @param retry starts new syncs of its failed ones
   * @param rollBack restores what it changed; never allowed on a pull run
   */
  public record WithRun(Deed retry, Deed rollBack) {}

  /**
   * Whether one action is possible.
   *
   * @param reason why it is not possible; null when it is
   */
  public record Deed(@Nullable String reason) {
    private static final Deed POSSIBLE = new Deed(null);

    /** Returns whether the action is possible. */
    public boolean possible() {
      return reason == null;
    }

    static Deed unless(@Nullable String reason) {
      return reason == null ? POSSIBLE : new Deed(reason);
    }
  }
}
