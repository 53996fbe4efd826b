/**
 * Platforms as rows.
 *
 * <p>Decision: a revision is an insert and nothing is ever updated but which revision is current,
 * so what a sync used can be told for ever.
 */
@NullMarked
package dev.synctrail.persistence.platform;

import org.jspecify.annotations.NullMarked;
