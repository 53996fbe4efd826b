/**
 * Bulk retry: a durable job that retries all syncs that match a filter of the history.
 *
 * <p>Decision: the set is stored when the job is created, and each entry is decided in the
 * transaction that starts its new sync. A killed server therefore retries nothing twice, and syncs
 * that match the filter later are not included.
 */
@NullMarked
package dev.synctrail.bulkretry;

import org.jspecify.annotations.NullMarked;
