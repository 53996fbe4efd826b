/**
 * Finding payloads by what is in them.
 *
 * <p>Decision: an index is made per distinct payload and not per sync, after the fact and not on
 * the way of a push, of 64-bit hashes and not of texts; so it is small however many syncs share a
 * payload, and whoever searches is told how much is not in it yet.
 */
@NullMarked
package dev.synctrail.search;

import org.jspecify.annotations.NullMarked;
