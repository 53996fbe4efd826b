/**
 * Answers from the trail, by SQL straight into the history's records.
 *
 * <p>Decision: no entities. A page is a handful of columns found by one index in the order of ids;
 * row values compare the key, and a date range is a range of ids, so that whole partitions are left
 * out.
 */
@NullMarked
package dev.synctrail.persistence.history;

import org.jspecify.annotations.NullMarked;
