/**
 * What an operator watches: how long things take, and how much waits.
 *
 * <p>Decision: the domain and its adapters only say what happened, as CDI events that are no part
 * of the trail and may be lost; one place in the web layer counts them and knows the metrics
 * library.
 */
@NullMarked
package dev.synctrail.metrics;

import org.jspecify.annotations.NullMarked;
