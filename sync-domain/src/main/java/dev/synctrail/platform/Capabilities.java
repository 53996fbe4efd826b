package dev.synctrail.platform;

/**
 * What the platforms of a kind can do and others cannot.
 *
 * @param locks whether a write goes out under the state that was read, and is refused when that is
 *     no longer there; otherwise the state is only compared right before the write
 * @param patches whether an update says only what changes
 * @param atOnce how many syncs of one platform may be worked on at once, at most
 */
public record Capabilities(boolean locks, boolean patches, int atOnce) {
  /** Everything. */
  public static final Capabilities ALL = new Capabilities(true, true, Integer.MAX_VALUE);

  /**
   * @throws IllegalArgumentException when nothing could be worked on
   */
  public Capabilities {
    if (atOnce < 1) {
      throw new IllegalArgumentException("Concurrency must be at least 1, not " + atOnce);
    }
  }
}
