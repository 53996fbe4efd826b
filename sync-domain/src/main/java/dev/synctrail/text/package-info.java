/**
 * Text that others wrote: platforms, systems that record their own syncs, and the database.
 *
 * <p>Decision: the records that carry such text into the trail make it storable in their
 * constructors, so no adapter can forget to. The bytes that it was read from are kept apart, as a
 * snapshot, and are never changed.
 */
@NullMarked
package dev.synctrail.text;

import org.jspecify.annotations.NullMarked;
