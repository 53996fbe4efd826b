/** News as somebody who listens hears them. */
@NullMarked
package dev.synctrail.web.live;

import org.jspecify.annotations.NullMarked;
