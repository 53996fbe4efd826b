/**
 * What the history adds up to: rates, durations, patterns of failure, and a report that says what
 * is wrong with a platform and what to do.
 *
 * <p>Decision: the rows of the trail are the truth, and each change of one is a {@link
 * dev.synctrail.analytics.Transition} that is counted exactly once. Roll-ups, what they have not
 * taken over yet and a rebuild from the rows all count with the same few lines, so that they cannot
 * differ.
 */
@NullMarked
package dev.synctrail.analytics;

import org.jspecify.annotations.NullMarked;
