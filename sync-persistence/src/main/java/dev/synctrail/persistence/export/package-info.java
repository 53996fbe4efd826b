/**
 * Exports, read by binary {@code COPY}.
 *
 * <p>Decision: {@code COPY} is used instead of a result set because its rows arrive in the
 * database's format, without an object per value. Each export uses one connection and one
 * transaction, thus one snapshot.
 */
@NullMarked
package dev.synctrail.persistence.export;

import org.jspecify.annotations.NullMarked;
