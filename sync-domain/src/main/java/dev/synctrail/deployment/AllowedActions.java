package dev.synctrail.deployment;

import org.jspecify.annotations.Nullable;

/**
 * What can be done with one sync now.
 *
 * @param retry to begin a new sync of the same version
 * @param settle to look at once at an outcome that is unknown
 * @param restore to push the version it is of again, over whatever is there
 * @param resolve to decide the conflict that it met
 * @param settlement to say by hand how it ended
 */
public record AllowedActions(Deed retry, Deed settle, Deed restore, Deed resolve, Deed settlement) {

  /**
   * Whether one thing can be done.
   *
   * @param reason why not; null when it can
   */
  public record Deed(@Nullable String reason) {
    private static final Deed POSSIBLE = new Deed(null);

    /** Tells whether it can be done. */
    public boolean possible() {
      return reason == null;
    }

    static Deed unless(@Nullable String reason) {
      return reason == null ? POSSIBLE : new Deed(reason);
    }
  }
}
