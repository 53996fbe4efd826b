/**
 * Checks, drift and what stands where, over REST. A check is asked for and looked at later, like
 * any other work with a platform.
 */
@NullMarked
package dev.synctrail.web.drift;

import org.jspecify.annotations.NullMarked;
