/**
 * Tests of the answers.
 *
 * <p>Decision: paging is proved as a property over random lists, because its faults live in the
 * corners: an empty page, a page exactly full, a walk that turns round.
 */
@NullMarked
package dev.synctrail.history;

import org.jspecify.annotations.NullMarked;
