/**
 * Starts everything that is needed to try Synctrail on one machine: PostgreSQL, a sandbox platform
 * and the server.
 *
 * <p>Decision: the server runs as a child process on an unchanged Payara Micro, not inside this
 * JVM, where Payara's embedding API turned records into empty objects. The sandbox therefore runs
 * the files that are shipped.
 */
@NullMarked
package dev.synctrail.launcher;

import org.jspecify.annotations.NullMarked;
