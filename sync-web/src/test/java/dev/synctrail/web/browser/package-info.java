/**
 * A real browser for tests that look at the console as people do, whatever server it runs on.
 *
 * <p>Decision: the browser is the one that the machine has, and nothing is fetched for it.
 */
@NullMarked
package dev.synctrail.web.browser;

import org.jspecify.annotations.NullMarked;
