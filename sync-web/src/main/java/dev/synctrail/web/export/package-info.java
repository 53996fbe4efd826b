/**
 * The history as a file, in the format that is asked for.
 *
 * <p>Decision: CSV is written byte by byte here and not by a library of characters, because the
 * rows are bytes already and a million of them must not take much longer than the database needs to
 * give them out.
 */
@NullMarked
package dev.synctrail.web.export;

import org.jspecify.annotations.NullMarked;
