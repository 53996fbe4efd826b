/** News as somebody who listens hears them. */
@NullMarked
package dev.synctrail.web.changefeed;

import org.jspecify.annotations.NullMarked;
