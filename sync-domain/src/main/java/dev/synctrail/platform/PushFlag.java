package dev.synctrail.platform;

/** What is particular about how one push is meant. */
public enum PushFlag {
  /** Refused where the platform's API cannot make it exactly so, as when something is put back. */
  EXACTLY,
  /** A version that somebody chose is put back, whatever has been pushed since. */
  RESTORE,
  /** The type is wanted gone; nothing is intended to be there. */
  REMOVAL,
  /** A removal goes out though other types depend on it. */
  DESPITE_DEPENDENTS,
  /** Goes out with others of its run in one request, where the platform takes several. */
  BATCHED,
  /** The first of two pushes of a type in a cycle: it only creates, without what is not there. */
  FIRST_PHASE,
  /** The second of two pushes of a type in a cycle: the whole of it. */
  SECOND_PHASE
}
