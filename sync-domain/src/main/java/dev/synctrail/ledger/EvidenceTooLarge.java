package dev.synctrail.ledger;

/** Thrown if evidence would have more entries than one bundle can have. */
public final class EvidenceTooLarge extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param leaves the number of entries
   */
  public EvidenceTooLarge(long leaves) {
    super(
        leaves
            + " entries are too many for one bundle of "
            + LedgerEvidence.MAX_LEAVES
            + "; choose a narrower filter");
  }
}
