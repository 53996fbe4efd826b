/**
 * Changes, as rows that triggers write.
 *
 * <p>Decision: changes are ordered by transaction. Only rows older than the oldest open transaction
 * are read. With a sequence alone, a transaction that commits late could insert a row before the
 * position of a reader.
 */
@NullMarked
package dev.synctrail.persistence.changefeed;

import org.jspecify.annotations.NullMarked;
