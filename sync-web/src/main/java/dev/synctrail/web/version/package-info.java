/**
 * Content types and their versions over REST.
 *
 * <p>Decision: a type may be called like any word in these paths, so whatever stands beside a key
 * answers for the type of that name as well.
 */
@NullMarked
package dev.synctrail.web.version;

import org.jspecify.annotations.NullMarked;
