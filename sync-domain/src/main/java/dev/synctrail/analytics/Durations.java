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
 * Durations in a few bytes, from which any percentile is known to within {@value #ACCURACY} of its
 * value, and which can be added up in any order (DDSketch, Masson et al., VLDB 2019).
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

  /** Adds all of the others. */
  public void add(Durations others) {
    sketch.mergeWith(others.sketch);
  }

  /**
   * Returns the duration that {@code quantile} of all do not exceed, in milliseconds; 0 when there
   * are none.
   *
   * @param quantile 0 to 1
   */
  public double at(double quantile) {
    return sketch.isEmpty() ? 0 : sketch.getValueAtQuantile(quantile);
  }

  /** Returns what {@link #add(byte[])} reads. */
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

  /** Adds what {@link #bytes()} wrote. */
  public void add(byte[] bytes) {
    try {
      sketch.decodeAndMergeWith(ByteArrayInput.wrap(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
