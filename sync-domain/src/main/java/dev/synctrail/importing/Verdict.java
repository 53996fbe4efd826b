package dev.synctrail.importing;

/**
 * What became of one imported sync.
 *
 * @param detail why it is not in, for people; empty when it is
 */
public record Verdict(Kind kind, String detail) {
  static final Verdict IMPORTED = new Verdict(Kind.IMPORTED, "");
  static final Verdict SKIPPED = new Verdict(Kind.SKIPPED, "");

  static Verdict refused(String why) {
    return new Verdict(Kind.REFUSED, why);
  }

  /** What became of it. */
  public enum Kind {
    /** It is in now. */
    IMPORTED,
    /** It was in already, just as it was given. */
    SKIPPED,
    /** It is not in, at least not as it was given. */
    REFUSED
  }
}
