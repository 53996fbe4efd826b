/**
 * Tokens, users and idempotency keys as rows.
 *
 * <p>Decision: the statement that writes a name or key decides whether it is taken ({@code on
 * conflict}). A check beforehand would let two concurrent callers both succeed.
 */
@NullMarked
package dev.synctrail.persistence.access;

import org.jspecify.annotations.NullMarked;
