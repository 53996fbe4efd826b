/**
 * Operational metrics: durations and open work.
 *
 * <p>Decision: the domain and its adapters only report measurements as CDI events, which are not
 * part of the audit trail and may be lost. One class in the web layer counts them and depends on
 * the metrics library.
 */
@NullMarked
package dev.synctrail.metrics;

import org.jspecify.annotations.NullMarked;
