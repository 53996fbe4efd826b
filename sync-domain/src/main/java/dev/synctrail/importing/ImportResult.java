package dev.synctrail.importing;

/**
 * The result of importing one sync.
 *
 * @param detail the reason for which it was not imported; empty if it was
 */
public record ImportResult(Kind kind, String detail) {
  static final ImportResult IMPORTED = new ImportResult(Kind.IMPORTED, "");
  static final ImportResult SKIPPED = new ImportResult(Kind.SKIPPED, "");

  static ImportResult rejected(String reason) {
    return new ImportResult(Kind.REFUSED, reason);
  }

  /** The kind of result. */
  public enum Kind {
    /** It was imported. */
    IMPORTED,
    /** An identical sync already exists. */
    SKIPPED,
    /** It was not imported, or a different sync with the same id exists. */
    REFUSED
  }
}
