/**
 * Syncs that external systems record.
 *
 * <p>Decision: what a recording costs the database is asserted statement by statement, so that a
 * further one cannot appear unnoticed.
 */
@NullMarked
package dev.synctrail.web.recording;

import org.jspecify.annotations.NullMarked;
