/**
 * Database access: rows by JPA, streamed results by JDBC, the schema by Liquibase.
 *
 * <p>Decision: an {@code Instant} is a {@code timestamptz}. The converter applies automatically, so
 * row classes do not declare it.
 */
@NullMarked
package dev.synctrail.persistence;

import org.jspecify.annotations.NullMarked;
