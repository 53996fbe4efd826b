/**
 * Adapter for Strapi 5 and the REST API of its content-type builder, signed in as an administrator.
 *
 * <p>Decision: Strapi has no entity tags and restarts after every change of a type, and two
 * concurrent changes crash it. Therefore a state is tagged with its own digest and compared
 * immediately before a write, syncs are processed one at a time, and a write ends when Strapi is
 * available again.
 */
@NullMarked
package dev.synctrail.integration.strapi;

import org.jspecify.annotations.NullMarked;
