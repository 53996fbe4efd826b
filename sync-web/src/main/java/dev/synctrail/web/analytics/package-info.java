/**
 * Analytics and the overview, over REST and in the console.
 *
 * <p>Decision: a number that is undefined is written as null, while other answers omit missing
 * members. The success rate of no syncs must not be read as 0 or 100.
 */
@NullMarked
package dev.synctrail.web.analytics;

import org.jspecify.annotations.NullMarked;
