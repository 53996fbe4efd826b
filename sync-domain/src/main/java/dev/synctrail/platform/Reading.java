package dev.synctrail.platform;

import java.util.Optional;

/** What a read of one type found. */
public sealed interface Reading {

  /** Returns what is there, when it was read. */
  default Optional<Live> live() {
    return this instanceof Found found ? Optional.of(found.type()) : Optional.empty();
  }

  /** The type is there. */
  record Found(Live type) implements Reading {}

  /** The type is not there. */
  record Absent() implements Reading {}

  /** The type is there under the entity tag that is known already; its bytes did not come again. */
  record Unchanged() implements Reading {}
}
