/**
 * Operational metrics with MicroProfile Metrics.
 *
 * <p>Decision: metrics must never stop the recording of syncs. Outcomes are counted after their
 * commit, exchanges and jobs when they have ended, and the queue is read on a scrape. No label has
 * values that grow with the data.
 */
@NullMarked
package dev.synctrail.web.metrics;

import org.jspecify.annotations.NullMarked;
