/**
 * What follows an attempt without a successful outcome: another attempt, a final failure, or
 * settling.
 *
 * <p>Decision: only the durable backlog retries, so one policy applies to every platform and
 * direction, and no layer below repeats a request.
 */
@NullMarked
package dev.synctrail.retry;

import org.jspecify.annotations.NullMarked;
