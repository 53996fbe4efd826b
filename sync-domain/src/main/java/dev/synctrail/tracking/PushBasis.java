package dev.synctrail.tracking;

import dev.synctrail.snapshot.PayloadReference;
import org.jspecify.annotations.Nullable;

/**
 * What a push was decided on, kept while the push is open, so that a later attempt neither takes an
 * edit of others for what the first one found, nor looks for anything else than what was sent.
 *
 * @param found what the first attempt that decided to write has read; null for nothing
 * @param merged what the last decision puts there instead of what is intended, with others' changes
 *     in it; null when it puts there what is intended
 */
public record PushBasis(@Nullable PayloadReference found, @Nullable PayloadReference merged) {

  /** The same with what a later decision puts there. */
  PushBasis decidedAgain(@Nullable PayloadReference next) {
    return new PushBasis(found, next);
  }
}
