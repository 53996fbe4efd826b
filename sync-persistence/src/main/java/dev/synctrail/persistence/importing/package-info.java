/**
 * What only an import writes.
 *
 * <p>Decision: nothing but marks; the rows themselves are written by the trail's own adapters.
 */
@NullMarked
package dev.synctrail.persistence.importing;

import org.jspecify.annotations.NullMarked;
