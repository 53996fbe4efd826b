package dev.synctrail.tracking;

import java.util.Optional;

/** Tells the trace collector that an attempt begins. */
public interface Traces {

  /**
   * Begins the span of an attempt, which lasts until this thread has finished the attempt.
   *
   * @param key the attempt
   * @param cause the position of the request or the previous attempt; empty when unknown
   */
  Trace begin(AttemptKey key, Optional<Trace> cause);
}
