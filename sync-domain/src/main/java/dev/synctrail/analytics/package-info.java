/**
 * Statistics of the history: rates, durations, failure patterns and health reports with
 * recommendations.
 *
 * <p>Decision: the rows of the audit trail are the source of truth, and each change of a row is a
 * {@link dev.synctrail.analytics.Transition} that is counted exactly once. Roll-ups, pending
 * transitions and rebuilds are counted by the same code, so that they cannot differ.
 */
@NullMarked
package dev.synctrail.analytics;

import org.jspecify.annotations.NullMarked;
