/**
 * Platforms as rows.
 *
 * <p>Decision: a revision is an insert, and only the number of the current revision is updated. The
 * settings of each sync can therefore always be looked up.
 */
@NullMarked
package dev.synctrail.persistence.platform;

import org.jspecify.annotations.NullMarked;
