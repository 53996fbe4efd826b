/**
 * The change feed, which notifies clients of changes immediately.
 *
 * <p>Decision: the change feed is a table that every server reads, instead of messages between
 * servers. A client can therefore reconnect later, or to another server, without missing changes.
 */
@NullMarked
package dev.synctrail.changefeed;

import org.jspecify.annotations.NullMarked;
