package dev.synctrail.gateway;

/**
 * What the platforms of a kind support and others do not.
 *
 * @param locks whether a write is conditional on the state that was read and is rejected when that
 *     has changed; otherwise the state is only compared right before the write
 * @param patches whether an update contains only the changes
 * @param atOnce the maximum number of syncs of one platform that may be processed at once
 */
public record Capabilities(boolean locks, boolean patches, int atOnce) {
  /** All capabilities. */
  public static final Capabilities ALL = new Capabilities(true, true, Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException when no sync could be processed
   */
  public Capabilities {
    if (atOnce < 1) {
      throw new IllegalArgumentException("Concurrency must be at least 1, not " + atOnce);
    }
  }
}
