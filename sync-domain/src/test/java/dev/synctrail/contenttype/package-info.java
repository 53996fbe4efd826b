/** Tests of content types, their parsing and their rules. */
@NullMarked
package dev.synctrail.contenttype;

import org.jspecify.annotations.NullMarked;
