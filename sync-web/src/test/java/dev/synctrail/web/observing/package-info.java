/**
 * What an operator watches, on a running server.
 *
 * <p>Decision: one server of its own, since counters are only sure where nobody else pushes.
 */
@NullMarked
package dev.synctrail.web.observing;

import org.jspecify.annotations.NullMarked;
