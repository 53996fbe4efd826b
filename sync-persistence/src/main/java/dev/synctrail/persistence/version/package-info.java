/**
 * Versions as rows.
 *
 * <p>Decision: creating a version takes an advisory lock on the type until the end of the
 * transaction, because a type has no row before its first version.
 */
@NullMarked
package dev.synctrail.persistence.version;

import org.jspecify.annotations.NullMarked;
