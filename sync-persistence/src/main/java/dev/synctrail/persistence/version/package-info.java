/**
 * Versions as rows.
 *
 * <p>Decision: one who makes a version holds an advisory lock on the type until the transaction
 * ends, because a type has no row of its own before its first version.
 */
@NullMarked
package dev.synctrail.persistence.version;

import org.jspecify.annotations.NullMarked;
