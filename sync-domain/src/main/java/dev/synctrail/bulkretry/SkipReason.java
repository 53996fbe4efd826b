package dev.synctrail.bulkretry;

/** The kind of reason why a job would skip a sync. */
public enum SkipReason {
  /** An external system recorded it, and only that system can repeat it. */
  RECORDED_OUTSIDE,
  DRY_RUN,
  SUCCEEDED,
  PENDING,
  /** A later sync of the same type, platform and direction is in the set. */
  LATER_IN_SET,
  /** It belongs to a cycle of references, whose pushes only make sense together. */
  CYCLE,
  UNKNOWN_PLATFORM,
  /** The type is pinned on the platform after a rollback or a removal. */
  PINNED,
  /** A conflict was resolved in favor of the platform after the sync began. */
  KEPT_THEIRS,
  /** A later push of the type landed or may still land. */
  LATER_PUSH,
  /** It restores a version that no longer exists. */
  UNKNOWN_VERSION,
  /** Its content was purged. */
  PURGED,
  /** It belongs to a rollback that no longer fits the state of its deployment. */
  ROLLBACK
}
