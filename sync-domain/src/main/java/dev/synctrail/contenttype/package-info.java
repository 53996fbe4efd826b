/**
 * Content types: keys, validation rules, strict JSON parsing and hashing.
 *
 * <p>Decision: {@code StrictJson} parses bytes once and strictly. Content is never bound to
 * objects, because binding hides duplicate keys and rounds large integers.
 */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
