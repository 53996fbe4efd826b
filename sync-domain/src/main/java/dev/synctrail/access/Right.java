package dev.synctrail.access;

/** One thing that somebody may or may not do; every endpoint and page asks for exactly one. */
public enum Right {
  /** To know who one is and to choose one's password; whoever is let in has it. */
  SELF,
  /** To see what happened: syncs, runs, versions, sums, settings; no payload. */
  METADATA,
  /** To see payloads, compare them and search inside them. */
  PAYLOAD,
  /** To see in payloads what is masked for others. */
  UNMASKED,
  /** To take the history away as a file. */
  EXPORT,
  /** To push, pull, retry, record and edit. */
  ACTION,
  /** To see who has looked at what, and who may. */
  AUDIT,
  /** To manage platforms, rules of retention, tokens and people. */
  ADMINISTRATION
}
