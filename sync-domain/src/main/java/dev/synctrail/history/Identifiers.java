package dev.synctrail.history;

import java.util.List;

/** Finds syncs, runs and versions by the beginning of an id or hash. */
public interface Identifiers {

  /**
   * Returns what has an id or hash with a beginning, newest first per kind.
   *
   * @param beginning 4 or more hexadecimal digits; hyphens and case are ignored. Other texts find
   *     nothing
   * @param limit the maximum number per kind
   */
  List<Identifier> startingWith(String beginning, int limit);

  /**
   * An id and what it identifies.
   *
   * @param subject the type; of a run its platform
   */
  record Identifier(Kind kind, String id, String subject) {}

  /** Kinds of things with an id. */
  enum Kind {
    SYNC,
    DEPLOYMENT,
    PULL_RUN,
    VERSION
  }
}
