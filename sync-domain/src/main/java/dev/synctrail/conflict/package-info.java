/**
 * Conflicts: changes by others that a push would overwrite.
 *
 * <p>They are detected in the state that the push reads and writes under, so that no change can
 * slip in between. A conflict that the platform reports at the write itself (412) is examined again
 * in the same way.
 */
@NullMarked
package dev.synctrail.conflict;

import org.jspecify.annotations.NullMarked;
