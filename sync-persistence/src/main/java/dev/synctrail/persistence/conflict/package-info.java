/**
 * Conflicts in PostgreSQL.
 *
 * <p>Decision: a unique index allows one open conflict per platform and type, so that two servers
 * cannot open two.
 */
@NullMarked
package dev.synctrail.persistence.conflict;

import org.jspecify.annotations.NullMarked;
