package dev.synctrail.platform;

import java.util.Optional;

/** What a read of one type found. */
public sealed interface ReadResult {

  /** Returns what is there, when it was read. */
  default Optional<LiveState> live() {
    return this instanceof Found found ? Optional.of(found.type()) : Optional.empty();
  }

  /** The type is there. */
  record Found(LiveState type) implements ReadResult {}

  /** The type is not there. */
  record Absent() implements ReadResult {}

  /** The type is there under the entity tag that is known already; its bytes did not come again. */
  record Unchanged() implements ReadResult {}
}
