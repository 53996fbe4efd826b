/**
 * The durable work: lanes that take due syncs from the backlog, one at a time each.
 *
 * <p>Decision: a lane is a row that one server of the cluster holds by its heartbeat, and what it
 * works on is looked up again each time. Nothing but the lane's name is ever serialized, so a new
 * release can take over from an old one.
 */
@NullMarked
package dev.synctrail.integration.lane;

import org.jspecify.annotations.NullMarked;
