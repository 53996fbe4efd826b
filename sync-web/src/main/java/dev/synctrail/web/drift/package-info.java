/**
 * Drift, checks and the deployed state of each type, over REST and in the console.
 *
 * <p>Decision: a check is started by one request and read by another, like all other work on a
 * platform.
 */
@NullMarked
package dev.synctrail.web.drift;

import org.jspecify.annotations.NullMarked;
