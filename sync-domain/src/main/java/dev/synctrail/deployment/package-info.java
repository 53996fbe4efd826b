/**
 * Deployments: many types pushed to one platform, each pinned to the version it had when the push
 * was requested.
 *
 * <p>Decision: a request only records; a lane does the work. The response 202 therefore means that
 * nothing can be lost any more, not that anything was sent.
 */
@NullMarked
package dev.synctrail.deployment;

import org.jspecify.annotations.NullMarked;
