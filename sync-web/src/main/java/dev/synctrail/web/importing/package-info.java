/**
 * Imports files of syncs line by line.
 *
 * <p>Decision: each line is imported on its own. An error is reported with its line number and does
 * not stop the import of the others: a history of a million syncs with one bad line is worth more
 * than none, and the corrected file can be sent again.
 */
@NullMarked
package dev.synctrail.web.importing;

import org.jspecify.annotations.NullMarked;
