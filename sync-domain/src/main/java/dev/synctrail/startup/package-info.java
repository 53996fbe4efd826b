/**
 * The order in which a server comes up and goes down, told as events so that no module calls
 * another.
 *
 * <p>Decision: CDI's own {@code Startup} comes before the data source is bound, so the web layer
 * fires {@link ServerStarting} from its context listener, and persistence answers with {@link
 * SchemaReady}.
 */
@NullMarked
package dev.synctrail.startup;

import org.jspecify.annotations.NullMarked;
