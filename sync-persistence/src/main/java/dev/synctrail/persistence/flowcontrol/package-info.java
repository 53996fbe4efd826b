/**
 * Pauses, change freezes, traffic policies and the queue in PostgreSQL, by plain JDBC.
 *
 * <p>Decision: no row is cached, so committed changes apply to the next request on every server.
 * The tables are small and read by index.
 */
@NullMarked
package dev.synctrail.persistence.flowcontrol;

import org.jspecify.annotations.NullMarked;
