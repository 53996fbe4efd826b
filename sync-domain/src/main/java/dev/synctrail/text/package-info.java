/**
 * Handling of external text: from platforms, from systems that record their own syncs, and from the
 * database.
 *
 * <p>Decision: the records that carry such text into the audit trail make it storable in their
 * constructors, so that no adapter can forget it. The original bytes are stored separately as a
 * snapshot and never changed.
 */
@NullMarked
package dev.synctrail.text;

import org.jspecify.annotations.NullMarked;
