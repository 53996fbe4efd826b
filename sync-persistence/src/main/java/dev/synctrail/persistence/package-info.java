/**
 * Where everything is kept: rows by JPA, streamed sets by JDBC, the schema by Liquibase.
 *
 * <p>Decision: an {@code Instant} is a {@code timestamptz}; the conversion is automatic, so no row
 * class can forget it.
 */
@NullMarked
package dev.synctrail.persistence;

import org.jspecify.annotations.NullMarked;
