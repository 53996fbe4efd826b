/**
 * Startup and shutdown order of a server, signaled by events so that modules do not call each
 * other.
 *
 * <p>Decision: CDI's {@code Startup} event is fired before the data source is bound. The web layer
 * therefore fires {@link ServerStarting} from its context listener, and persistence responds with
 * {@link SchemaReady}.
 */
@NullMarked
package dev.synctrail.startup;

import org.jspecify.annotations.NullMarked;
