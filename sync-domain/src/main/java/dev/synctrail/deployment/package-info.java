/**
 * Pushing: many types to one platform, each pinned to the version it had when it was asked for.
 *
 * <p>Decision: asking only records; a lane does the work. The answer 202 therefore means that
 * nothing can be lost any more, not that anything was sent.
 */
@NullMarked
package dev.synctrail.deployment;

import org.jspecify.annotations.NullMarked;
