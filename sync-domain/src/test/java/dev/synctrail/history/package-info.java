/**
 * Tests of history queries.
 *
 * <p>Decision: paging is tested with properties over random lists, because its defects occur in
 * edge cases: an empty page, an exactly full page, a change of direction.
 */
@NullMarked
package dev.synctrail.history;

import org.jspecify.annotations.NullMarked;
