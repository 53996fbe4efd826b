/**
 * Platforms over REST.
 *
 * <p>Decision: a credential is never in a body, in either direction; the answer says only whether
 * one is configured.
 */
@NullMarked
package dev.synctrail.web.platform;

import org.jspecify.annotations.NullMarked;
