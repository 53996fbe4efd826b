package dev.synctrail.evidence;

/** Thrown if a bundle proves nothing. The message says in one line what is wrong. */
final class BrokenEvidence extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BrokenEvidence(String message) {
    super(message);
  }
}
