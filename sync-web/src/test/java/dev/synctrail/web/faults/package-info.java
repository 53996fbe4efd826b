/**
 * Tests with two servers while the platform fails in every way that the stand-in supports, the
 * database ends its sessions, and one server dies.
 *
 * <p>Decision: all tests use one pair of servers and one stand-in, because a start costs more than
 * a deployment.
 */
@NullMarked
package dev.synctrail.web.faults;

import org.jspecify.annotations.NullMarked;
