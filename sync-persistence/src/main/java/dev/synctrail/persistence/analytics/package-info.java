/**
 * Where sums are kept: transitions that were not taken over yet, one row per series and day, and
 * the patterns of failure.
 *
 * <p>Decision: a question reads roll-ups and waiting transitions in one statement, so in one
 * snapshot, and is exact at any moment; whoever takes over or rebuilds locks {@code
 * analytics_series}, which readers never notice.
 */
@NullMarked
package dev.synctrail.persistence.analytics;

import org.jspecify.annotations.NullMarked;
