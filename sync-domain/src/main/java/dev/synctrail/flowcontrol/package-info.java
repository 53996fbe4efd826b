/**
 * What people do for a platform's sake while work goes on: see what is queued, hold it back,
 * protect the platform from too much of it.
 *
 * <p>A pause holds everything back and a freeze only changes, as the words are used: during a
 * change freeze one still wants to know what stands there. What is held back stays in the backlog
 * as it is; nothing is rescheduled, so nothing has to be put back when it ends.
 */
@NullMarked
package dev.synctrail.flowcontrol;

import org.jspecify.annotations.NullMarked;
