/**
 * Strict JSON parsing and the canonical form (RFC 8785).
 *
 * <p>Decision: {@code StrictJson} parses bytes once and strictly. Content is never bound to
 * objects, because binding hides duplicate keys and rounds large integers.
 */
@NullMarked
package dev.synctrail.json;

import org.jspecify.annotations.NullMarked;
