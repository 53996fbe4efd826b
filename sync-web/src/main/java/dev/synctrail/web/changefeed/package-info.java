/**
 * News as server-sent events.
 *
 * <p>Decision: a servlet that writes when the connection can take more, and not a thread per
 * reader, so that those who are slow or gone cost nothing; one thread per server reads the news.
 */
@NullMarked
package dev.synctrail.web.changefeed;

import org.jspecify.annotations.NullMarked;
