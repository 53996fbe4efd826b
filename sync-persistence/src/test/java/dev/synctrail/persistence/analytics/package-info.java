/**
 * Compares roll-ups with the rows.
 *
 * <p>Decision: histories are random and reproducible by their seed; expected values are computed in
 * memory.
 */
@NullMarked
package dev.synctrail.persistence.analytics;

import org.jspecify.annotations.NullMarked;
