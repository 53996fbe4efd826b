/**
 * Tests of export files.
 *
 * <p>Decision: the tests read the files back and check their contents.
 */
@NullMarked
package dev.synctrail.web.export;

import org.jspecify.annotations.NullMarked;
