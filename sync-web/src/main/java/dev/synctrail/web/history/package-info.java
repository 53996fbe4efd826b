/**
 * The history of syncs and their payloads, over REST and in the console.
 *
 * <p>Decision: what can be filtered is declared once, in {@link CriteriaParameters}; REST, the
 * console, saved views, bulk retries, holds and exports all read it there.
 */
@NullMarked
package dev.synctrail.web.history;

import org.jspecify.annotations.NullMarked;
