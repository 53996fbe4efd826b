/**
 * Tests of the answers on a real PostgreSQL.
 *
 * <p>Decision: rows are written by the same adapters that write the trail, so that a column read
 * under another meaning than it was written with cannot hide.
 */
@NullMarked
package dev.synctrail.persistence.history;

import org.jspecify.annotations.NullMarked;
