/**
 * Black-box tests of starting, recording and reading.
 *
 * <p>Decision: what is read here was recorded over REST as well, by a system that does its own
 * pushing, so that no platform is needed.
 */
@NullMarked
package dev.synctrail.web.tracking;

import org.jspecify.annotations.NullMarked;
