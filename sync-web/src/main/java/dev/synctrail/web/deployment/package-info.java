/**
 * Deployments, pull runs, rollbacks, restores, plans and pins, over REST and in the console.
 *
 * <p>Decision: a request is validated as a whole, and the response names every error in it, before
 * anything is started. Removing a pin requires a reason; a pin is shown wherever a deployment skips
 * its type.
 */
@NullMarked
package dev.synctrail.web.deployment;

import org.jspecify.annotations.NullMarked;
