/**
 * Writes that only an import makes.
 *
 * <p>Decision: only tombstones are written here; the adapters of the audit trail write the rows.
 */
@NullMarked
package dev.synctrail.persistence.importing;

import org.jspecify.annotations.NullMarked;
