/**
 * What a platform is to keep as it was rolled back.
 *
 * <p>Decision: whether a pin holds is a view, so that lists, deployments and the count of a bulk
 * retry agree on it.
 */
@NullMarked
package dev.synctrail.persistence.deployment;

import org.jspecify.annotations.NullMarked;
