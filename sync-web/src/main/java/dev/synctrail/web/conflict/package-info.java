/** Conflicts over REST and in the console: what others changed, and how to resolve it. */
@NullMarked
package dev.synctrail.web.conflict;

import org.jspecify.annotations.NullMarked;
