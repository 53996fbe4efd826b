package dev.synctrail.integration.adapter;

import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Unavailable;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads a type until it shows what is awaited, or the same several times in succession.
 *
 * @param atMost the longest wait
 * @param pause the wait between two reads
 * @param equal how many consecutive equal reads are taken as the final state
 * @param sleep waits
 */
public record RepeatedReads(Duration atMost, Duration pause, int equal, Consumer<Duration> sleep) {

  /** Returns the number of the last read; the first one is 1. */
  long last() {
    return 1 + atMost.dividedBy(pause);
  }

  void await() {
    sleep.accept(pause);
  }

  /**
   * Reads repeatedly.
   *
   * @param read the read with a number; null when the platform is not available yet
   * @return the last state that was read; empty when the platform was not available at last
   */
  <T> Optional<LiveType<T>> until(
      Predicate<LiveType<T>> awaited, LongFunction<@Nullable LiveType<T>> read) {
    LiveType<T> before = null;
    int same = 0;
    for (long number = 1; number <= last(); number++) {
      LiveType<T> now = read.apply(number);
      if (now != null && awaited.test(now)) {
        return Optional.of(now);
      }
      same =
          now != null && before != null && Objects.equals(before.type(), now.type()) ? same + 1 : 1;
      before = now;
      if (before != null && same >= equal) {
        break;
      }
    }
    return Optional.ofNullable(before);
  }

  /** Waits in production. */
  public static void sleep(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable(
          Failure.of(FailureClass.UNAVAILABLE, "The read-back was interrupted"), e);
    }
  }
}
