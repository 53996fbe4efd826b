package dev.synctrail.access;

/** A right. Every endpoint and page requires exactly one. */
public enum Right {
  /** View the own identity and change the own password. Every authenticated caller has it. */
  SELF,
  /** View syncs, runs, versions, statistics and settings, without payloads. */
  METADATA,
  /** View, compare and search payloads. */
  PAYLOAD,
  /** View masked values in payloads. */
  UNMASKED,
  /** Export the history. */
  EXPORT,
  /** Push, pull, retry, record and edit. */
  ACTION,
  /** View the access log and the holders of rights. */
  AUDIT,
  /** Manage platforms, retention rules, tokens and users. */
  ADMINISTRATION
}
