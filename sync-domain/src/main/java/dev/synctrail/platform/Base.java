package dev.synctrail.platform;

/**
 * What a type was right after a push, as the platform told it: what others change is told from this
 * and not from what was sent.
 *
 * @param source who told it
 */
public record Base(Live live, Source source) {

  /** How the platform told it. */
  public enum Source {
    /** By the answer to the write, or to the read when nothing had to be written. */
    ANSWER,
    /** By a read-back, because the answer to the write had no such body or was lost. */
    READ_BACK
  }

  /** What was answered. */
  public static Base answered(Live live) {
    return new Base(live, Source.ANSWER);
  }

  /** What was read back. */
  public static Base readBack(Live live) {
    return new Base(live, Source.READ_BACK);
  }
}
