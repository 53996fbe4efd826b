/**
 * Search for payloads by content.
 *
 * <p>Decision: the index covers distinct payloads instead of syncs, is built asynchronously instead
 * of during a push, and contains 64-bit hashes instead of texts. It stays small even if many syncs
 * share a payload. Search results state how much is not indexed yet.
 */
@NullMarked
package dev.synctrail.search;

import org.jspecify.annotations.NullMarked;
