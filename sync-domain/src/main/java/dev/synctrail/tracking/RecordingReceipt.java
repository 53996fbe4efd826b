package dev.synctrail.tracking;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the audit trail has recorded a fact. Firing an event without an observer succeeds
 * silently, so a sender that must not act unrecorded passes an unsigned receipt and checks it
 * afterwards.
 */
public final class RecordingReceipt {
  private @Nullable Integer number;

  /** Signs it with the number under which the fact was recorded. */
  void sign(int recordedAs) {
    number = recordedAs;
  }

  /** Returns the number under which the fact was recorded; empty when it was not recorded. */
  public OptionalInt number() {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
