/**
 * Tests of the version history.
 *
 * <p>Decision: diffs are tested by applying them, because a list of changes must turn one text into
 * the other.
 */
@NullMarked
package dev.synctrail.version;

import org.jspecify.annotations.NullMarked;
