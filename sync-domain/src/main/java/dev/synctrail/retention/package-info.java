/**
 * How long what is recorded stays: rules and holds, the purges that follow them, and the months the
 * trail is kept in.
 *
 * <p>Decision: nothing is purged unless a rule says so, and a purge is a record of its own. What
 * goes is decided row by row when it goes, so that a hold that was set a moment before still
 * counts.
 */
@NullMarked
package dev.synctrail.retention;

import org.jspecify.annotations.NullMarked;
