/**
 * Payloads as evidence: what was intended, found, sent and received, stored exactly and verified on
 * every read.
 *
 * <p>Decision: a snapshot is bytes and their SHA-256, never parsed JSON, because reordering a key
 * or rounding a number would make the evidence worthless.
 */
@NullMarked
package dev.synctrail.snapshot;

import org.jspecify.annotations.NullMarked;
