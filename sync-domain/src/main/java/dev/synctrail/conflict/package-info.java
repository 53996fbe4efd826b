/**
 * Conflicts: somebody else has changed what we put on a platform, and a push would lose that.
 *
 * <p>They are looked for in the state that the push has read and goes out under, so that nothing
 * can slip in between; one that a platform reports at the write itself (412) is looked at again in
 * the same way.
 */
@NullMarked
package dev.synctrail.conflict;

import org.jspecify.annotations.NullMarked;
