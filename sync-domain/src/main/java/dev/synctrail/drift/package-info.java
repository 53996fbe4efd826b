/**
 * Whether what was pushed is still there: it is read back after each push and looked at again by
 * checks. A verdict belongs to a push, a placement to a type on a platform, an episode to the time
 * in which the two were not the same.
 *
 * <p>Reading back is work of its own in the backlog and no part of the push's try: an outcome does
 * not wait for a platform that shows what was written seconds later, and a check on demand, one on
 * a schedule and the one after a push are the same thing.
 */
@NullMarked
package dev.synctrail.drift;

import org.jspecify.annotations.NullMarked;
