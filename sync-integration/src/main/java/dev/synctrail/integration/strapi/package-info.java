/**
 * Strapi 5, spoken to through the REST API of its content-type builder, as an administrator.
 *
 * <p>Decision: Strapi has no entity tags and restarts itself after every change of a type, and two
 * changes at once end it. So a state is tagged with its own digest and compared right before a
 * write, one sync is worked on at a time, and a write ends when Strapi is back.
 */
@NullMarked
package dev.synctrail.integration.strapi;

import org.jspecify.annotations.NullMarked;
