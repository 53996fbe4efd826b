package dev.synctrail.ledger;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger is older than a checkpoint that is known outside, or is another one: the database was
 * restored from a backup, exchanged or rewritten. Nothing is pushed until a person has acknowledged
 * it.
 *
 * @param place where the checkpoint was found
 * @param outsideSize its number of leaves
 * @param outsideRoot its root in base64; null if the place says only the size
 * @param size the number of leaves of the ledger when it was found
 * @param acknowledgedAt null until a person has acknowledged it
 * @param actor who has
 * @param reason and why
 */
public record Rollback(
    UUID id,
    Instant foundAt,
    String place,
    long outsideSize,
    @Nullable String outsideRoot,
    long size,
    @Nullable Instant acknowledgedAt,
    @Nullable String actor,
    @Nullable String reason) {

  /** Returns how many entries are missing; 0 if the ledger has as many, but others. */
  public long missing() {
    return Math.max(0, outsideSize - size);
  }

  /** Returns whether both are about the same checkpoint. */
  boolean isAbout(Rollback other) {
    return outsideSize == other.outsideSize
        && String.valueOf(outsideRoot).equals(String.valueOf(other.outsideRoot));
  }
}
