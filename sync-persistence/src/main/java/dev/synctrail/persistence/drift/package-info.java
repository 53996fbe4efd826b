/**
 * Deployed states, verdicts, drift incidents and platform checks in PostgreSQL, by plain JDBC in
 * the caller's transaction: each is written as a whole, and no entity is managed in memory.
 */
@NullMarked
package dev.synctrail.persistence.drift;

import org.jspecify.annotations.NullMarked;
