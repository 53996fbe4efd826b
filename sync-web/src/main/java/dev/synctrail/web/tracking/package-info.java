/**
 * Starting, repeating and recording syncs over REST, and reading their trail.
 *
 * <p>Decision: a request is read whole, with every fault named, before anything is begun.
 */
@NullMarked
package dev.synctrail.web.tracking;

import org.jspecify.annotations.NullMarked;
