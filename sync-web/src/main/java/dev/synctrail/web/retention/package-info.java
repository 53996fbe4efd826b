/**
 * Retention over REST: rules, legal holds, and the record of every purge.
 *
 * <p>Decision: the rules are one resource that is replaced as a whole, because their order matters.
 * A purge is started by one request and polled by others, because it can take hours.
 */
@NullMarked
package dev.synctrail.web.retention;

import org.jspecify.annotations.NullMarked;
