/**
 * How long things stay, over REST: rules, legal holds, and the record of every purge.
 *
 * <p>Decision: the rules are one resource that is replaced as a whole, because their order decides;
 * a purge is asked for and then looked at, because it may take hours.
 */
@NullMarked
package dev.synctrail.web.retention;

import org.jspecify.annotations.NullMarked;
