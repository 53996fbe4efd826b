package dev.synctrail.retention;

import dev.synctrail.retention.Purge.Counts;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Takes things away, one batch per call, in the caller's transaction. What is not terminal, or held
 * when the batch is chosen, stays.
 *
 * <p>A payload's bytes go in three steps, so that whoever stores the same bytes meanwhile either
 * finds them kept or stores them anew: they are marked while nobody is storing; whatever is still
 * referred to is spared; and what is still marked goes. Storing takes the mark away.
 */
public interface Disposal {

  /** Counts what a purge would take now, all of it. */
  Counts count(Purge purge);

  /** Takes syncs that are too old. */
  Batch rows(Purge purge, int atMost);

  /** Takes the tries of syncs that stay. */
  Batch attempts(Purge purge, int atMost);

  /** Takes the payloads of syncs that stay: they no longer refer to any bytes. */
  Batch payloads(Purge purge, int atMost);

  /**
   * Marks the bytes that anything taken referred to.
   *
   * @throws Busy when somebody is storing for too long
   */
  void mark(Purge purge);

  /** Takes the mark from bytes that anything else refers to. */
  void spare(Purge purge);

  /** Takes bytes that are still marked. */
  Batch bytes(Purge purge, int atMost);

  /**
   * What one call took.
   *
   * @param last the last sync, or any id for bytes; null when nothing was left
   */
  record Batch(@Nullable UUID last, Counts taken) {}

  /** Somebody is at it; later it may be possible. */
  final class Busy extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Busy(Throwable cause) {
      super("Payloads are being stored; the purge continues later", cause);
    }
  }
}
