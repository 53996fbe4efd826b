/**
 * Bulk retries and their frozen sets.
 *
 * <p>Decision: one statement selects and stores a set. It is therefore a consistent snapshot of the
 * history and is never loaded into the server.
 */
@NullMarked
package dev.synctrail.persistence.bulkretry;

import org.jspecify.annotations.NullMarked;
