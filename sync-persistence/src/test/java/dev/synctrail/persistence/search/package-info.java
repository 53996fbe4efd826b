/**
 * What is in a payload finds its syncs.
 *
 * <p>Decision: through the history's own query, because that is where a search ends.
 */
@NullMarked
package dev.synctrail.persistence.search;

import org.jspecify.annotations.NullMarked;
