/**
 * Reads the history by SQL into records.
 *
 * <p>Decision: no managed entities. A page is found by one index in the order of ids. The key is
 * compared as a row value, and a date range is a range of ids, so that partitions are pruned.
 */
@NullMarked
package dev.synctrail.persistence.history;

import org.jspecify.annotations.NullMarked;
