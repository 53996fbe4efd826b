package dev.synctrail.evidence;

/** Why a bundle does not contain a value that an entry commits to. */
public enum Closing {
  /** The bundle was made without values and payloads. */
  WITHHELD,
  /** The row is about another sync. */
  UNRELATED,
  /** The row has another value now. */
  REPLACED,
  /** The value was erased. */
  ERASED,
  /** The row in the database is not what was recorded last. */
  DIFFERS
}
