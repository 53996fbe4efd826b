/** The change feed as a client sees it. */
@NullMarked
package dev.synctrail.web.changefeed;

import org.jspecify.annotations.NullMarked;
