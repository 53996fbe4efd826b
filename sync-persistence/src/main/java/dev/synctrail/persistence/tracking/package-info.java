/**
 * Syncs with their attempts, exchanges and events, their runs, and the queue.
 *
 * <p>Decision: a row class converts to and from its domain record itself; there is no separate
 * mapper.
 */
@NullMarked
package dev.synctrail.persistence.tracking;

import org.jspecify.annotations.NullMarked;
