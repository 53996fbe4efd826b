/**
 * Where the container tells us that the application is up, and that it goes down.
 *
 * <p>Decision: a context listener and not CDI's {@code Startup}, since only then is the
 * application's data source bound; a failure here fails the deployment.
 */
@NullMarked
package dev.synctrail.web.startup;

import org.jspecify.annotations.NullMarked;
