/**
 * Files of syncs on their way in, line by line.
 *
 * <p>Decision: a line is judged by itself, and what is wrong with one is told by its number and
 * does not keep the others out; for a history of a million syncs with one bad line is worth more
 * than none, and the same file can be sent again once it is mended.
 */
@NullMarked
package dev.synctrail.web.importing;

import org.jspecify.annotations.NullMarked;
