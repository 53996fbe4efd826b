/**
 * The queue, pauses, change freezes and the traffic policy of platforms, over REST and in the
 * console.
 *
 * <p>REST and the console make every change through {@link FlowControlChanges}, so that both record
 * the same audit entries.
 */
@NullMarked
package dev.synctrail.web.flowcontrol;

import org.jspecify.annotations.NullMarked;
