/**
 * Drift, checks and the deployed state of each type, over REST and in the console.
 *
 * <p>Decision: one request starts a check and another reads it, like all other work on a platform.
 */
@NullMarked
package dev.synctrail.web.drift;

import org.jspecify.annotations.NullMarked;
