package dev.synctrail.tracking;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Proof that the trail has recorded a fact: firing an event nobody observes succeeds silently, so a
 * sender that must not act unrecorded passes an unsigned receipt and checks it afterwards.
 */
public final class RecordingReceipt {
  private @Nullable Integer number;

  /** Signs it with the number the fact was recorded under. */
  void sign(int recordedAs) {
    number = recordedAs;
  }

  /** Returns the number the fact was recorded under, empty when nobody recorded it. */
  public OptionalInt number() {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }
}
