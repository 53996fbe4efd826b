/**
 * Pauses, freezes and protections in PostgreSQL, and the backlog as people see it, by plain JDBC.
 *
 * <p>Decision: nothing of it is cached, so what was committed holds on every server from its next
 * request on; the tables are small and read by index.
 */
@NullMarked
package dev.synctrail.persistence.flowcontrol;

import org.jspecify.annotations.NullMarked;
