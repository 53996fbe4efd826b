/**
 * Platforms over REST and in the console.
 *
 * <p>Decision: a credential is never in a body, in either direction; the response only says whether
 * one is configured.
 */
@NullMarked
package dev.synctrail.web.platform;

import org.jspecify.annotations.NullMarked;
