/**
 * Deployments, retrievals, rollbacks, restores, plans and pins, over REST and in the console.
 *
 * <p>Decision: a request is read as a whole, and every error in it is named, before anything is
 * started. A pin is removed with a reason, and is shown wherever a deployment skips its type.
 */
@NullMarked
package dev.synctrail.web.deployment;

import org.jspecify.annotations.NullMarked;
