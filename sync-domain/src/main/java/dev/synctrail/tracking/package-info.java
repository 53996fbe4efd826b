/**
 * The audit trail: one sync per type and platform, its attempts, their exchanges, and every fact
 * that is fired about them.
 *
 * <p>Decision: facts are CDI events, and the audit trail is their first, synchronous observer in a
 * transaction of its own. If it cannot write, the exception reaches the sender and nothing is sent.
 * Because firing without an observer succeeds silently, the sender acts only on a {@link
 * dev.synctrail.tracking.RecordingReceipt} that the audit trail has signed.
 */
@NullMarked
package dev.synctrail.tracking;

import org.jspecify.annotations.NullMarked;
