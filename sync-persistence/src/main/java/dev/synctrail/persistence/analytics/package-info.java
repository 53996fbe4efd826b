/**
 * Metrics: pending transitions, one roll-up per series and day, and failure patterns.
 *
 * <p>Decision: a query reads roll-ups and pending transitions in one statement, thus in one
 * snapshot, and is exact at any time. Consuming transitions and rebuilding lock {@code
 * analytics_series}; the lock does not block readers.
 */
@NullMarked
package dev.synctrail.persistence.analytics;

import org.jspecify.annotations.NullMarked;
