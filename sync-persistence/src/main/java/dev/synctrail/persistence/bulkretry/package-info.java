/**
 * Jobs that repeat many syncs, and their sets.
 *
 * <p>Decision: a set is found and written down by one statement, so that it is what the history
 * said at one moment and never passes through the server.
 */
@NullMarked
package dev.synctrail.persistence.bulkretry;

import org.jspecify.annotations.NullMarked;
