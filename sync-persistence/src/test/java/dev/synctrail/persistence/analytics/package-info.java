/**
 * The sums against the rows.
 *
 * <p>Decision: histories are random and the same for the same seed; what they add up to is computed
 * from plain memory.
 */
@NullMarked
package dev.synctrail.persistence.analytics;

import org.jspecify.annotations.NullMarked;
