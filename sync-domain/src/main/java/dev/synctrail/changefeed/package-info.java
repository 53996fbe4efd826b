/**
 * What changes, for those who want to be told at once.
 *
 * <p>Decision: news is a table that every server reads, not a message between servers, so a reader
 * can come back later and to another server and miss nothing.
 */
@NullMarked
package dev.synctrail.changefeed;

import org.jspecify.annotations.NullMarked;
