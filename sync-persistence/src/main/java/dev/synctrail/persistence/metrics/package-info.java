/**
 * What waits, read from the tables.
 *
 * <p>Decision: each query reads an index of what is open, never the history, so that a scrape costs
 * the same however much there is.
 */
@NullMarked
package dev.synctrail.persistence.metrics;

import org.jspecify.annotations.NullMarked;
