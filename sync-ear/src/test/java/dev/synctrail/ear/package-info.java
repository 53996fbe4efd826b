/**
 * The EAR on a full application server, as an administrator installs it.
 *
 * <p>Decision: the server's own command line installs and configures, since that is what the
 * install chapter of the README tells an administrator to type.
 */
@NullMarked
package dev.synctrail.ear;

import org.jspecify.annotations.NullMarked;
