/** Tests of what the trail adds up to. */
@NullMarked
package dev.synctrail.analytics;

import org.jspecify.annotations.NullMarked;
