/**
 * Repeating everything that a filter of the history finds: counted first, then a durable job.
 *
 * <p>Decision: the set is written down when the job is asked for, and each entry is decided in the
 * transaction that begins its new sync. A killed server therefore repeats nothing twice, and what
 * fits the filter later is no part of it.
 */
@NullMarked
package dev.synctrail.bulkretry;

import org.jspecify.annotations.NullMarked;
