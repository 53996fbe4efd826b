package dev.synctrail.anchor;

import dev.synctrail.tlog.ConsistencyProof;
import dev.synctrail.tlog.Note;
import java.util.function.LongFunction;

/**
 * A checkpoint for a place outside.
 *
 * @param checkpoint the checkpoint with the signature of the ledger
 * @param size its number of leaves
 * @param known the number of leaves of the last checkpoint that the place has got; 0 if none
 * @param proofs proves that the checkpoint continues one of fewer leaves
 */
public record Submission(
    Note checkpoint, long size, long known, LongFunction<ConsistencyProof> proofs) {}
