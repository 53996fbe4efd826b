package dev.synctrail.version;

/** The origin of a version's content. */
public enum VersionSource {
  /** A user, through a user interface. */
  UI,
  /** A program that generates content. */
  AI,
  /** A platform, through a pull. */
  SYNC
}
