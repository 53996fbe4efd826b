/** Changes against a real database, with transactions that overlap. */
@NullMarked
package dev.synctrail.persistence.changefeed;

import org.jspecify.annotations.NullMarked;
