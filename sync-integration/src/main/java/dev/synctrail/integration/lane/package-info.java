/**
 * Durable work: lanes that take due entries from the backlog, each one at a time.
 *
 * <p>Decision: a lane is a row that one server of the cluster holds by its heartbeat. What a lane
 * works on is read from the database each time. Only the name of the lane is serialized, so that a
 * new release can take over from an old one.
 */
@NullMarked
package dev.synctrail.integration.lane;

import org.jspecify.annotations.NullMarked;
