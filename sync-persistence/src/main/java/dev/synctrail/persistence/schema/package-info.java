/**
 * Brings the schema to the version this release needs, and says whether it is there.
 *
 * <p>Decision: forward-only Liquibase changesets in formatted SQL, run by the server itself before
 * anything else touches the database; changesets live in {@code db/changelog} and run in the order
 * of their names.
 */
@NullMarked
package dev.synctrail.persistence.schema;

import org.jspecify.annotations.NullMarked;
