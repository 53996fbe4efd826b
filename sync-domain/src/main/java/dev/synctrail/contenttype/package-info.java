/**
 * A content type as a platform takes it: its key, its rules, and the one reader of its bytes.
 *
 * <p>Decision: bytes are read once, strictly, by {@code StrictJson}; content is never bound to
 * objects, because binding hides duplicate keys and folds large integers.
 */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
