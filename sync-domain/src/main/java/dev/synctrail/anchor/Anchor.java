package dev.synctrail.anchor;

import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.NoteSignature;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint that a place outside knows, or was told without success so far.
 *
 * @param id UUIDv7 of the first attempt
 * @param name the name of the place
 * @param size the number of leaves of the checkpoint
 * @param checkpoint the checkpoint with the signature of the ledger
 * @param attempts the number of attempts
 * @param attemptedAt the time of the last one
 * @param anchoredAt when the place knew it; null as long as no attempt succeeded
 * @param proof what the place has signed: a time stamp response in base64, or lines of cosignatures
 *     (C2SP signed-note); empty for a place that signs nothing
 * @param error why the last attempt failed; null if it succeeded
 */
public record Anchor(
    UUID id,
    AnchorKind kind,
    String name,
    long size,
    Note checkpoint,
    int attempts,
    Instant attemptedAt,
    @Nullable Instant anchoredAt,
    String proof,
    @Nullable String error) {

  /** Returns the anchor after an attempt that succeeded. */
  public Anchor anchored(String signed, Instant now) {
    return new Anchor(id, kind, name, size, checkpoint, attempts + 1, now, now, signed, null);
  }

  /** Returns the anchor after an attempt that failed. */
  public Anchor failed(String why, Instant now) {
    return new Anchor(id, kind, name, size, checkpoint, attempts + 1, now, null, "", why);
  }

  /** Returns the anchor for a later checkpoint. */
  public Anchor of(long laterSize, Note later) {
    return new Anchor(
        id, kind, name, laterSize, later, attempts, attemptedAt, anchoredAt, proof, error);
  }

  /** Returns a note of the same checkpoint with the cosignatures that this anchor has. */
  public Note cosigning(Note note) {
    return kind == AnchorKind.WITNESS && note.text().equals(checkpoint.text())
        ? note.with(proof.lines().map(NoteSignature::parse).toList())
        : note;
  }
}
