/**
 * Content types and their versions, over REST and in the console.
 *
 * <p>Decision: the key of a type may equal any literal segment of these paths. A resource method
 * for such a segment therefore also serves the type of that name.
 */
@NullMarked
package dev.synctrail.web.version;

import org.jspecify.annotations.NullMarked;
