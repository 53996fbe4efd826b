package dev.synctrail.tracking;

/** What made an outcome certain. */
public enum SettledBy {
  /** The platform's own answer. */
  ANSWER,
  /** Reading the platform after a write of unknown outcome. */
  READ_BACK,
  /** Our own check; nothing was sent, or nothing had to be. */
  CHECK,
  /** The system that records its own pushes. */
  OUTSIDE,
  /** A person who said how it ended, with a reason. */
  PERSON
}
