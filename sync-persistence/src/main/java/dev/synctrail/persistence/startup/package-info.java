/**
 * How the persistence layer reaches its database inside a container: the pool, the entity manager
 * and the readiness check.
 *
 * <p>Decision: the application brings its own pool definition, so that one file runs on Payara
 * Micro; an administrator's pool takes its place by configuration alone.
 */
@NullMarked
package dev.synctrail.persistence.startup;

import org.jspecify.annotations.NullMarked;
