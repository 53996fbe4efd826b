/**
 * Searches payloads by an inverted index in PostgreSQL.
 *
 * <p>Decision: a trigger records each new payload as unindexed, so that none is missed whichever
 * code stores it. A push waits only for this insert.
 */
@NullMarked
package dev.synctrail.persistence.search;

import org.jspecify.annotations.NullMarked;
