/**
 * Rules, holds and purges, and the statements that take things away.
 *
 * <p>Decision: what goes is one condition in SQL, made from the rules of the purge and the holds of
 * the moment; counting and taking use the same, so a dry run cannot promise what a purge does not
 * do.
 */
@NullMarked
package dev.synctrail.persistence.retention;

import org.jspecify.annotations.NullMarked;
