/**
 * A platform with arbitrary responses: every way in which a response can be wrong, with a model of
 * the actual state of the platform.
 *
 * <p>Decision: it is a proxy between the adapter and the stand-in, so that the stand-in's store is
 * the model. It writes bytes to a socket itself, because no server library sends malformed
 * responses.
 */
@NullMarked
package dev.synctrail.integration.hostile;

import org.jspecify.annotations.NullMarked;
