/**
 * Placements, verdicts, episodes of drift and checks of platforms in PostgreSQL, by plain JDBC in
 * the caller's transaction: each is written whole, and nothing of it is changed in memory.
 */
@NullMarked
package dev.synctrail.persistence.drift;

import org.jspecify.annotations.NullMarked;
