/**
 * Metrics and traces of a running server.
 *
 * <p>Decision: the tests read counters of a platform that no other test uses.
 */
@NullMarked
package dev.synctrail.web.metrics;

import org.jspecify.annotations.NullMarked;
