/**
 * Retention of recorded data: rules, legal holds, purges and the monthly partitions of the audit
 * trail.
 *
 * <p>Decision: nothing is purged without a rule, and every purge is recorded. The rules and holds
 * are evaluated for each row when it is deleted, so that a hold set a moment before still takes
 * effect.
 */
@NullMarked
package dev.synctrail.retention;

import org.jspecify.annotations.NullMarked;
