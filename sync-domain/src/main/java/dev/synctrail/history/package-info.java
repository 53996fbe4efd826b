/**
 * What the trail answers: pages of the history, one sync in full, its tries and events, and the
 * runs they belong to.
 *
 * <p>Decision: a page is found by key, never by offset, so it costs the same however long the
 * history is; and because an id is made from the time, the order of ids is the history's order and
 * a date range is a range of ids. Reads go from the query straight into these records and from here
 * to JSON and the console.
 */
@NullMarked
package dev.synctrail.history;

import org.jspecify.annotations.NullMarked;
