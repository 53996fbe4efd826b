/**
 * Export of the audit trail: all syncs that match a filter, as rows that can be written in any
 * format.
 *
 * <p>Decision: a row consists of ranges of UTF-8 bytes in fixed columns instead of a record of
 * values, because a million rows are only written as fast as they are read if nothing is decoded.
 * The id of a row is the position to resume from, so that an interrupted export continues after the
 * last complete row.
 */
@NullMarked
package dev.synctrail.export;

import org.jspecify.annotations.NullMarked;
