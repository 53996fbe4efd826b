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

  public boolean isSigned() {
    return signed;
  }
}
