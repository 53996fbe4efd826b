/**
 * Import of the audit trail: syncs that were recorded elsewhere, imported unchanged.
 *
 * <p>Decision: an import does not describe events of this server, so it bypasses the rules for
 * starting and settling syncs. It uses the same port, and an event of each imported sync states the
 * import. An identical sync is skipped; a different sync with the same id is rejected.
 */
@NullMarked
package dev.synctrail.importing;

import org.jspecify.annotations.NullMarked;
