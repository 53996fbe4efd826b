/**
 * What the trail adds up to, over REST.
 *
 * <p>Decision: a number that there is nothing to say of is written as null, other than everywhere
 * else, where it is left out: a rate of nothing must not be taken for 0 or 100.
 */
@NullMarked
package dev.synctrail.web.analytics;

import org.jspecify.annotations.NullMarked;
