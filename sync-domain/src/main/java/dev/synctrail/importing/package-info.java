/**
 * The trail on its way in: syncs that were recorded elsewhere, taken over as they are.
 *
 * <p>Decision: an import tells of nothing that happened here, so it goes around every rule of
 * beginning and settling, but it goes through the same port as they do, and what it brought says so
 * in its events. The same sync again is skipped; another under the same id is refused.
 */
@NullMarked
package dev.synctrail.importing;

import org.jspecify.annotations.NullMarked;
