/**
 * Pulling: reading types from one platform, each kept as it came and as a version when it is new.
 *
 * <p>Decision: what a platform holds is recorded even when it breaks our rules; refusing to look at
 * the truth would not change it.
 */
@NullMarked
package dev.synctrail.retrieval;

import org.jspecify.annotations.NullMarked;
