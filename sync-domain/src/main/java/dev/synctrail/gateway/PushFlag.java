package dev.synctrail.gateway;

/** A flag of a push. */
public enum PushFlag {
  /**
   * Rejected where the platform's API cannot express the exact state, as for a rollback or restore.
   */
  EXACTLY,
  /** Restores a version that a user chose, whatever has been pushed since. */
  RESTORE,
  /** Removes the type; the push has no intended content. */
  REMOVAL,
  /** Removes the type even though other types depend on it. */
  DESPITE_DEPENDENTS,
  /** Is sent with others of its run in one request, where the platform supports that. */
  BATCHED,
  /**
   * The first of two pushes of a type in a cycle: it only creates the type, without references to
   * types that do not exist yet.
   */
  FIRST_PHASE,
  /** The second of two pushes of a type in a cycle: the whole type. */
  SECOND_PHASE
}
