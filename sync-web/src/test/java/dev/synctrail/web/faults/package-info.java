/**
 * What is true on a bad day: the platform misbehaves in every way that can be scripted, the
 * database ends its sessions, one of two servers dies.
 *
 * <p>Decision: one pair of servers and one stand-in for all of it, because a start costs more than
 * a deployment.
 */
@NullMarked
package dev.synctrail.web.faults;

import org.jspecify.annotations.NullMarked;
