/**
 * Retrying the syncs that match a filter, over REST and in the console. Decision: the console only
 * starts the durable job; it never retries several syncs itself.
 */
@NullMarked
package dev.synctrail.web.bulkretry;

import org.jspecify.annotations.NullMarked;
