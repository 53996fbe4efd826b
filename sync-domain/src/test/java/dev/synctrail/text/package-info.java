@NullMarked
package dev.synctrail.text;

import org.jspecify.annotations.NullMarked;
