package dev.synctrail.board;

/**
 * The state of a type on a platform. Where several apply, the first one in this order is shown: a
 * decision that only a user can make comes first, then work that failed, work that is open,
 * differences that are not wanted, differences that are, and no difference.
 */
public enum TileState {
  /** A push met changes by others, and a user has to decide. */
  CONFLICT,
  /** The last push failed and no other is open. A cancelled push is not a failure. */
  FAILED,
  /** A push is queued, running or of unknown outcome, or the last one is not read back yet. */
  PENDING,
  /** Others have changed or removed the type since the last push. */
  DRIFTED,
  /**
   * The type was rolled back or removed, or a change by others was kept, and deployments of all or
   * of changed types skip it.
   */
  PINNED,
  /** As the last push left it, but not the newest version. */
  BEHIND,
  /** The newest version is live. */
  IN_SYNC,
  /** Never pushed to this platform; it may exist there all the same. */
  NEVER_PUSHED
}
