/**
 * The board of types and platforms, over REST and in the console.
 *
 * <p>Decision: an action on many types of the board starts what the pages of deployments, pull runs
 * and drift start, so that it meets the same guards.
 */
@NullMarked
package dev.synctrail.web.board;

import org.jspecify.annotations.NullMarked;
