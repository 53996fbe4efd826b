/**
 * Observes that the container has started the application or is about to stop it.
 *
 * <p>Decision: a context listener instead of CDI's {@code Startup}, because the application's data
 * source is bound only by then. A failure here fails the deployment.
 */
@NullMarked
package dev.synctrail.web.startup;

import org.jspecify.annotations.NullMarked;
