/**
 * Pins, which keep a type on a platform at the version it was rolled back to.
 *
 * <p>Decision: a view determines whether a pin is in effect, so that lists, deployments and the
 * count of a bulk retry agree.
 */
@NullMarked
package dev.synctrail.persistence.deployment;

import org.jspecify.annotations.NullMarked;
