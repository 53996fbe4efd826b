package dev.synctrail.tracking;

import java.util.Optional;

/** Tells whatever collects traces that a try begins. */
public interface Traces {

  /**
   * Begins the try's own place in a trace, which lasts until this thread is done with the try.
   *
   * @param key the try
   * @param cause where the request or the try before it stood; empty when nobody said
   */
  Trace begin(AttemptKey key, Optional<Trace> cause);
}
