/**
 * What stands where, and conflicts, on a real PostgreSQL.
 *
 * <p>Decision: what is saved is read again through the port, so that a column that is mixed up with
 * another shows.
 */
@NullMarked
package dev.synctrail.persistence.drift;

import org.jspecify.annotations.NullMarked;
