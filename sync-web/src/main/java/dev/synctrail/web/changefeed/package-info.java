/**
 * The change feed as server-sent events.
 *
 * <p>Decision: a servlet writes when the connection can take more, instead of one thread per
 * connection, so that slow and disconnected clients cost nothing. One thread per server reads the
 * changes.
 */
@NullMarked
package dev.synctrail.web.changefeed;

import org.jspecify.annotations.NullMarked;
