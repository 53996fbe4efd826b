/**
 * What people see in a browser.
 *
 * <p>Decision: a page asks the history's read port and shows its records as they are; there is no
 * state on the server but who is signed in, so a page can be reloaded and bookmarked.
 */
@NullMarked
package dev.synctrail.web.console;

import org.jspecify.annotations.NullMarked;
