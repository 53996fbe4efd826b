/**
 * The trail on its way out: every sync that fits a filter, as rows that any format can be written
 * from.
 *
 * <p>Decision: a row crosses as ranges of UTF-8 bytes under fixed columns, not as a record of
 * values, because a million rows are written as fast as they are read only if nothing is decoded on
 * the way; and the id of a row is the place to go on from, so that a broken export is resumed from
 * the last row that arrived whole.
 */
@NullMarked
package dev.synctrail.export;

import org.jspecify.annotations.NullMarked;
