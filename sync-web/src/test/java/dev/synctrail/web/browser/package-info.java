/**
 * Controls a real browser for tests of the console, on any server.
 *
 * <p>Decision: the browser is the one installed on the machine; the build downloads none.
 */
@NullMarked
package dev.synctrail.web.browser;

import org.jspecify.annotations.NullMarked;
