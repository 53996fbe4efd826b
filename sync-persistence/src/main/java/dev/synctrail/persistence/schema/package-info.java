/**
 * Migrates the schema to the version of this release and reports readiness.
 *
 * <p>Decision: forward-only Liquibase changesets in formatted SQL. The server runs them before any
 * other access to the database. Changesets are in {@code db/changelog} and run in the order of
 * their names. A start with nothing to migrate does not load Liquibase.
 */
@NullMarked
package dev.synctrail.persistence.schema;

import org.jspecify.annotations.NullMarked;
