/**
 * Retention rules, legal holds, purges, and the statements that delete.
 *
 * <p>Decision: one SQL condition, built from the rules of the purge and the current holds, selects
 * what is deleted. Counting and deleting use the same condition, so a dry run counts exactly what a
 * purge deletes.
 */
@NullMarked
package dev.synctrail.persistence.retention;

import org.jspecify.annotations.NullMarked;
