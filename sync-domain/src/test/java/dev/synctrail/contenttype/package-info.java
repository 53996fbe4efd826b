/** Tests of content types, their bytes and their rules. */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
