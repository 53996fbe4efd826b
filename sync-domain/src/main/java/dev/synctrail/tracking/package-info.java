/**
 * The trail itself: one sync per type and platform, its tries, their exchanges, and every fact that
 * is told about them.
 *
 * <p>Decision: facts are CDI events and the trail is their first, synchronous observer in a
 * transaction of its own. If it cannot write, the exception reaches the sender and nothing leaves;
 * because firing without an observer succeeds silently, the sender acts only on a {@link
 * dev.synctrail.tracking.RecordingReceipt} that the trail has signed.
 */
@NullMarked
package dev.synctrail.tracking;

import org.jspecify.annotations.NullMarked;
