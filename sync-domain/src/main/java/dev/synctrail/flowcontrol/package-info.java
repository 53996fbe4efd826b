/**
 * Flow control: queue, pauses, change freezes, circuit breaker, rate limit.
 *
 * <p>A pause blocks everything and a change freeze only changes: during a change freeze, users
 * still want to read the current state. Blocked work stays in the backlog unchanged; nothing is
 * rescheduled, so nothing has to be restored when the halt ends.
 */
@NullMarked
package dev.synctrail.flowcontrol;

import org.jspecify.annotations.NullMarked;
