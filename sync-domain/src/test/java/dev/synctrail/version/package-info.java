/**
 * Tests of the lineage.
 *
 * <p>Decision: a diff is proved by applying it, because a list of changes that does not lead from
 * one text to the other is worth nothing however it reads.
 */
@NullMarked
package dev.synctrail.version;

import org.jspecify.annotations.NullMarked;
