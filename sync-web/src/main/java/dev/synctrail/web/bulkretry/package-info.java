/** Retrying the syncs that match a filter, over REST. */
@NullMarked
package dev.synctrail.web.bulkretry;

import org.jspecify.annotations.NullMarked;
