/**
 * Syncs, their tries, exchanges and events, the runs they belong to, and what is still to be done.
 *
 * <p>Decision: a row knows how to become its domain record and back; there is no mapper between
 * them.
 */
@NullMarked
package dev.synctrail.persistence.tracking;

import org.jspecify.annotations.NullMarked;
