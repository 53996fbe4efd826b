/**
 * Tests of open work on a real PostgreSQL.
 *
 * <p>Decision: rows are inserted directly, because the queries are what is tested.
 */
@NullMarked
package dev.synctrail.persistence.metrics;

import org.jspecify.annotations.NullMarked;
