/**
 * The queue, pauses, change freezes and the traffic policy of platforms, over REST and in the
 * console.
 *
 * <p>Every change is made by {@link FlowControlChanges}, which the console uses too, so that both
 * leave the same record.
 */
@NullMarked
package dev.synctrail.web.flowcontrol;

import org.jspecify.annotations.NullMarked;
