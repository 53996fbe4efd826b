package dev.synctrail.access;

/** What a caller may do, each role more than the one before. */
public enum Role {
  /** Sees the history, without payloads. */
  VIEWER,
  /** Sees everything and exports it. */
  AUDITOR,
  /** Also pushes, pulls and retries. */
  OPERATOR,
  /** Also manages platforms, tokens and people. */
  ADMIN
}
