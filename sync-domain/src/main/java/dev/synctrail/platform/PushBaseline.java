package dev.synctrail.platform;

/**
 * What a type was right after a push, as the platform told it: what others change is told from this
 * and not from what was sent.
 *
 * @param source who told it
 */
public record PushBaseline(LiveState live, Source source) {

  /** How the platform told it. */
  public enum Source {
    /** By the answer to the write, or to the read when nothing had to be written. */
    ANSWER,
    /** By a read-back, because the answer to the write had no such body or was lost. */
    READ_BACK
  }

  /** What was answered. */
  public static PushBaseline answered(LiveState live) {
    return new PushBaseline(live, Source.ANSWER);
  }

  /** What was read back. */
  public static PushBaseline readBack(LiveState live) {
    return new PushBaseline(live, Source.READ_BACK);
  }
}
