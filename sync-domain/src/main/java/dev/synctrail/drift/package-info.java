/**
 * Drift detection: each push is read back, and later checks read the type again. A verdict belongs
 * to a push, a deployed state to a type on a platform, and a drift incident to the period in which
 * the two differ.
 *
 * <p>A read-back is separate work in the backlog and not part of the push's attempt: an outcome
 * does not wait for a platform that shows a write seconds later, and checks on demand, on a
 * schedule and after a push are the same thing.
 */
@NullMarked
package dev.synctrail.drift;

import org.jspecify.annotations.NullMarked;
