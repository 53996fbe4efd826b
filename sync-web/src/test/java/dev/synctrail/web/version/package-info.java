/** Tests of content types and versions over REST, on the built WAR. */
@NullMarked
package dev.synctrail.web.version;

import org.jspecify.annotations.NullMarked;
