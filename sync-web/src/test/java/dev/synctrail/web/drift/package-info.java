/** Tests of drift and conflicts, on a platform that others edit too. */
@NullMarked
package dev.synctrail.web.drift;

import org.jspecify.annotations.NullMarked;
