/**
 * Database access: aggregates by JPA, lists and reports by JDBC, the schema by Liquibase.
 *
 * <p>Decision: each column is mapped once. SQL queries fill the classes that JPA maps. An {@code
 * Instant} is a {@code timestamptz}. The converter applies automatically, so row classes do not
 * declare it.
 */
@NullMarked
package dev.synctrail.persistence;

import org.jspecify.annotations.NullMarked;
