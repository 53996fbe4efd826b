/**
 * The queue, pauses, change freezes and the protection of platforms, over REST.
 *
 * <p>What is changed here is changed by {@link dev.synctrail.web.flowcontrol.FlowControlChanges},
 * which the console uses too, so that both leave the same record.
 */
@NullMarked
package dev.synctrail.web.flowcontrol;

import org.jspecify.annotations.NullMarked;
