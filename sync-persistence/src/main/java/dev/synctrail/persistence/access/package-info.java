/**
 * Tokens, people and idempotency keys as rows.
 *
 * <p>Decision: whether a name or key is taken is decided by the statement that writes it ({@code on
 * conflict}), never by a look beforehand, so two callers at once cannot both win.
 */
@NullMarked
package dev.synctrail.persistence.access;

import org.jspecify.annotations.NullMarked;
