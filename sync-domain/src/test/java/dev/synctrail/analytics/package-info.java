/** Tests of statistics. */
@NullMarked
package dev.synctrail.analytics;

import org.jspecify.annotations.NullMarked;
