/**
 * Payloads by what is in them, in an inverted index of PostgreSQL.
 *
 * <p>Decision: a trigger notes each new payload, so that none is forgotten whoever stores it; the
 * note is all that a push waits for.
 */
@NullMarked
package dev.synctrail.persistence.search;

import org.jspecify.annotations.NullMarked;
