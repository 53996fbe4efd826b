/**
 * The history of syncs and their payloads, over REST and in the console.
 *
 * <p>Decision: a criterion is declared once, in {@link dev.synctrail.history.Criterion}; REST, the
 * console, saved views, bulk retries, holds and exports all read it there.
 */
@NullMarked
package dev.synctrail.web.history;

import org.jspecify.annotations.NullMarked;
