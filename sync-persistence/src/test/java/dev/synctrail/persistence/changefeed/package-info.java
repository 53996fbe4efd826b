/** Tests of the change feed on a real database with overlapping transactions. */
@NullMarked
package dev.synctrail.persistence.changefeed;

import org.jspecify.annotations.NullMarked;
