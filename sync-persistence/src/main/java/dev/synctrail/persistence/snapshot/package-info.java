/**
 * Payloads, each stored once under its checksum.
 *
 * <p>Decision: plain SQL instead of an entity, because "store unless it is there" is one statement
 * in SQL and a race in an object mapper.
 */
@NullMarked
package dev.synctrail.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
