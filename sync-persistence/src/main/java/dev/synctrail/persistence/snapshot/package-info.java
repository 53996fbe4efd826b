/**
 * Payloads, each stored once under its checksum.
 *
 * <p>Decision: plain SQL instead of an entity, because "insert unless it exists" is one statement
 * in SQL but a race in an object mapper.
 */
@NullMarked
package dev.synctrail.persistence.snapshot;

import org.jspecify.annotations.NullMarked;
