/**
 * What waits, on a real PostgreSQL.
 *
 * <p>Decision: rows are written by hand, since what is tested is what the queries make of them.
 */
@NullMarked
package dev.synctrail.persistence.metrics;

import org.jspecify.annotations.NullMarked;
