/**
 * Tests that no data is lost or doubled when the server is killed.
 *
 * <p>Decision: the server is a real process and is killed from outside; the product contains no
 * code for these tests. The stage of the kill is controlled from the server's surroundings: a
 * stand-in that holds its response, or a lock of another database session.
 */
@NullMarked
package dev.synctrail.web.crash;

import org.jspecify.annotations.NullMarked;
