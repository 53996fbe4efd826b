/**
 * What follows a try that did not do what was wanted: another one, an end, or finding out.
 *
 * <p>Decision: the durable work is the only retrier, so one policy decides for every platform and
 * direction, and no layer below repeats a request.
 */
@NullMarked
package dev.synctrail.retry;

import org.jspecify.annotations.NullMarked;
