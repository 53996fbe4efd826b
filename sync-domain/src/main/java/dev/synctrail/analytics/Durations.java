package dev.synctrail.analytics;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.mapping.LogarithmicMapping;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A mergeable quantile sketch of durations with a relative error of {@value #ACCURACY} (DDSketch,
 * Masson et al., VLDB 2019). It is small, and sketches can be merged in any order.
 */
public final class Durations {
  /** The relative error of a percentile. */
  public static final double ACCURACY = 0.01;

  private static final IndexMapping MAPPING = new LogarithmicMapping(ACCURACY);

  private final DDSketch sketch = new DDSketch(MAPPING, UnboundedSizeDenseStore::new);

  /** Adds one duration, in milliseconds, 0 or more. */
  public void add(long millis) {
    sketch.accept((double) millis);
  }

  /** Adds all durations of another sketch. */
  public void add(Durations others) {
    sketch.mergeWith(others.sketch);
  }

  /**
   * Returns a quantile of the durations in milliseconds; 0 if there are none.
   *
   * @param quantile 0 to 1
   */
  public double at(double quantile) {
    return sketch.isEmpty() ? 0 : sketch.getValueAtQuantile(quantile);
  }

  /** Encodes the sketch for {@link #add(byte[])}. */
  public byte[] bytes() {
    if (sketch.isEmpty()) {
      return new byte[0];
    }
    try {
      GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
      sketch.encode(out, true);
      return out.trimmedCopy();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds a sketch that was encoded by {@link #bytes()}. */
  public void add(byte[] bytes) {
    try {
      sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
