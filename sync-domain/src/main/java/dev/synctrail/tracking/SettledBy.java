package dev.synctrail.tracking;

/** How the outcome was confirmed. */
public enum SettledBy {
  /** The platform's own response. */
  ANSWER,
  /** Reading the platform after a write of unknown outcome. */
  READ_BACK,
  /** Our own check; nothing was sent, or nothing had to be. */
  CHECK,
  /** The system that records its own pushes. */
  OUTSIDE,
  /** A user who stated the outcome, with a reason. */
  PERSON
}
