package dev.synctrail.retention;

/** Thrown if something must not be erased. */
public final class ErasureRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Erasure.Refusal refusal;

  public ErasureRefused(Erasure.Refusal refusal) {
    super("Refused: " + refusal);
    this.refusal = refusal;
  }

  /** Returns why. */
  public Erasure.Refusal refusal() {
    return refusal;
  }
}
