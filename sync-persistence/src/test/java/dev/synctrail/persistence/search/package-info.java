/**
 * Tests of the payload search.
 *
 * <p>Decision: they search through the history's query, because the product does the same.
 */
@NullMarked
package dev.synctrail.persistence.search;

import org.jspecify.annotations.NullMarked;
