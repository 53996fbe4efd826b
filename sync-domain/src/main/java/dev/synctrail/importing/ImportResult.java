package dev.synctrail.importing;

/**
 * What became of one imported sync.
 *
 * @param detail why it is not in, for people; empty when it is
 */
public record ImportResult(Kind kind, String detail) {
  static final ImportResult IMPORTED = new ImportResult(Kind.IMPORTED, "");
  static final ImportResult SKIPPED = new ImportResult(Kind.SKIPPED, "");

  static ImportResult refused(String why) {
    return new ImportResult(Kind.REFUSED, why);
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
