/**
 * Reads open work for metrics.
 *
 * <p>Decision: each query reads an index of open rows and never the history, so that the cost of a
 * scrape does not depend on its size.
 */
@NullMarked
package dev.synctrail.persistence.metrics;

import org.jspecify.annotations.NullMarked;
