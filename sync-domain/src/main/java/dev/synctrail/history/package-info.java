/**
 * Queries of the audit trail: history pages, single syncs with attempts and events, and runs.
 *
 * <p>Decision: pages are selected by key instead of offset (keyset pagination), so the cost of a
 * page does not depend on the length of the history. Ids are derived from the time, so the history
 * is sorted by id and a date range is a range of ids. Query results are mapped directly to these
 * records, which are used for JSON and the console.
 */
@NullMarked
package dev.synctrail.history;

import org.jspecify.annotations.NullMarked;
