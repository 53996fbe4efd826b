/**
 * Tests of the history on a real PostgreSQL.
 *
 * <p>Decision: rows are written by the adapters that write the audit trail, so that a column that
 * is read with another meaning than it was written with is detected.
 */
@NullMarked
package dev.synctrail.persistence.history;

import org.jspecify.annotations.NullMarked;
