/**
 * Long reads of the trail, by {@code COPY} in binary.
 *
 * <p>Decision: {@code COPY} and not a result set, because its rows arrive as they lie in the
 * database, without an object per value; and one connection per export, in one transaction that
 * sees one moment.
 */
@NullMarked
package dev.synctrail.persistence.export;

import org.jspecify.annotations.NullMarked;
