/**
 * Exports the history as a file in several formats.
 *
 * <p>Decision: CSV is written as bytes by our own code instead of a library that handles
 * characters. The rows are bytes already, and exporting a million of them must not take much longer
 * than the database needs to deliver them.
 */
@NullMarked
package dev.synctrail.web.export;

import org.jspecify.annotations.NullMarked;
