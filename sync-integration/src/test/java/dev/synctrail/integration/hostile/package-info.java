/**
 * A platform that answers as it likes: every way in which an answer can be wrong, beside a model of
 * what the platform really holds.
 *
 * <p>Decision: it stands between the adapter and the stand-in, so that the stand-in's store is the
 * model, and it writes bytes on a socket itself, since no server library sends what must be sent.
 */
@NullMarked
package dev.synctrail.integration.hostile;

import org.jspecify.annotations.NullMarked;
