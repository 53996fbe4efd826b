package dev.synctrail.tracking;

/**
 * Proof that the audit trail has recorded a fact. Firing an event without an observer succeeds
 * silently, so a sender that must not act unrecorded passes an unsigned receipt and checks it
 * afterwards.
 */
public final class RecordingReceipt {
  private boolean signed;

  void sign() {
    signed = true;
  }

  /** Withdraws the signature before the fact is recorded again, in another transaction. */
  void withdraw() {
    signed = false;
  }

  public boolean isSigned() {
    return signed;
  }
}
