/**
 * Black-box tests of analytics over REST.
 *
 * <p>Decision: syncs are recorded as an external system records them, so that each number is
 * verified from the request that causes it to the answer that contains it.
 */
@NullMarked
package dev.synctrail.web.analytics;

import org.jspecify.annotations.NullMarked;
