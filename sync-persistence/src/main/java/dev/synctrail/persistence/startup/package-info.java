/**
 * Access to the database inside a container: the connection pools, the entity manager and the time
 * of the database.
 *
 * <p>Decision: the application contains its own pool definition, so that one file runs on Payara
 * Micro. An administrator can replace it with another pool by configuration.
 */
@NullMarked
package dev.synctrail.persistence.startup;

import org.jspecify.annotations.NullMarked;
