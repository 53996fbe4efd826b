package dev.synctrail.gateway;

/**
 * The state of a type right after a push, as the platform reported it. Changes by others are
 * detected against it and not against what was sent.
 *
 * @param source how it was reported
 */
public record PushBaseline(LiveState live, Source source) {

  /** How the platform reported the state. */
  public enum Source {
    /** In the response to the write, or to the read when nothing had to be written. */
    ANSWER,
    /** In a read-back, because the response to the write had no such body or was lost. */
    READ_BACK
  }

  /** Creates a baseline from a response. */
  public static PushBaseline answered(LiveState live) {
    return new PushBaseline(live, Source.ANSWER);
  }

  /** Creates a baseline from a read-back. */
  public static PushBaseline readBack(LiveState live) {
    return new PushBaseline(live, Source.READ_BACK);
  }
}
