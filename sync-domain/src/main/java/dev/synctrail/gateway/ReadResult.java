package dev.synctrail.gateway;

import java.util.Optional;

/** The result of reading one type. */
public sealed interface ReadResult {

  /** Returns the live state, if it was read. */
  default Optional<LiveState> live() {
    return this instanceof Found found ? Optional.of(found.type()) : Optional.empty();
  }

  /** The type exists. */
  record Found(LiveState type) implements ReadResult {}

  /** The type does not exist. */
  record Absent() implements ReadResult {}

  /** The type exists under the known entity tag; its bytes were not sent again. */
  record Unchanged() implements ReadResult {}
}
