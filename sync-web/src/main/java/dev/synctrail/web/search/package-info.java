/**
 * The search field of the console and its results.
 *
 * <p>Decision: the results are one page, which the script of the field reads while the user types.
 * It needs no second representation, and the page works without scripts.
 */
@NullMarked
package dev.synctrail.web.search;

import org.jspecify.annotations.NullMarked;
