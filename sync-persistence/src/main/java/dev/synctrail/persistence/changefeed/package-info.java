/**
 * What changed, as rows that triggers write.
 *
 * <p>Decision: the order is that of transactions, and only those are read before which no other can
 * still commit; a sequence alone would let a slow commit slip behind a reader.
 */
@NullMarked
package dev.synctrail.persistence.changefeed;

import org.jspecify.annotations.NullMarked;
