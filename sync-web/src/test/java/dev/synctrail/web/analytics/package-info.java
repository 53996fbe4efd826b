/**
 * Black-box tests of the sums over REST.
 *
 * <p>Decision: syncs are recorded as another system would, so that a number is proved from the
 * request that causes it to the answer that tells it.
 */
@NullMarked
package dev.synctrail.web.analytics;

import org.jspecify.annotations.NullMarked;
