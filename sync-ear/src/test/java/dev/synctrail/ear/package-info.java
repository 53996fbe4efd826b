/**
 * Tests the EAR on a full application server, installed as by an administrator.
 *
 * <p>Decision: the tests use the server's own command line, because the README tells an
 * administrator to use it.
 */
@NullMarked
package dev.synctrail.ear;

import org.jspecify.annotations.NullMarked;
