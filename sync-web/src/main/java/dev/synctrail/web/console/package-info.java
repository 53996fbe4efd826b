/**
 * The frame that all pages of the console share.
 *
 * <p>Decision: a page asks the read port of the history and shows its records as they are. The
 * server keeps no state except who is signed in, so that a page can be reloaded and bookmarked.
 */
@NullMarked
package dev.synctrail.web.console;

import org.jspecify.annotations.NullMarked;
