/**
 * Shared code of the console's pages: frame, request context, error page, formatting.
 *
 * <p>Decision: a page reads the query ports and shows their records unchanged. The session holds
 * only the signed-in user and pending messages, so that every page can be reloaded and bookmarked.
 */
@NullMarked
package dev.synctrail.web.console;

import org.jspecify.annotations.NullMarked;
