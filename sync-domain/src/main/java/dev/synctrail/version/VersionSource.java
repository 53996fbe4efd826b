package dev.synctrail.version;

/** Where the content of a version came from. */
public enum VersionSource {
  /** A person, through a user interface. */
  UI,
  /** A machine that writes content. */
  AI,
  /** A platform, read by a retrieval. */
  SYNC
}
