/** The platforms that content types are pushed to and pulled from, and their settings. */
@NullMarked
package dev.synctrail.platform;

import org.jspecify.annotations.NullMarked;
