/**
 * What an operator watches, on a running server.
 *
 * <p>Decision: counters are read for one platform, to which nobody else pushes.
 */
@NullMarked
package dev.synctrail.web.metrics;

import org.jspecify.annotations.NullMarked;
