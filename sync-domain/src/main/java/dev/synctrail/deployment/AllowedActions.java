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
public record AllowedActions(
    Availability retry,
    Availability settle,
    Availability restore,
    Availability resolve,
    Availability settlement) {

  /**
   * The actions that are allowed on one run now.
   *
   * @param retry starts new syncs of its failed ones
   * @param rollBack restores what it changed; never allowed on a pull run
   */
  public record WithRun(Availability retry, Availability rollBack) {}

  /**
   * Whether one action is possible.
   *
   * @param reason why it is not possible; null when it is
   */
  public record Availability(@Nullable String reason) {
    private static final Availability POSSIBLE = new Availability(null);

    /** Returns whether the action is possible. */
    public boolean possible() {
      return reason == null;
    }

    static Availability unless(@Nullable String reason) {
      return reason == null ? POSSIBLE : new Availability(reason);
    }
  }
}
