/**
 * Deployed states and conflicts on a real PostgreSQL.
 *
 * <p>Decision: saved values are read back through the port, so that mixed-up columns are detected.
 */
@NullMarked
package dev.synctrail.persistence.drift;

import org.jspecify.annotations.NullMarked;
