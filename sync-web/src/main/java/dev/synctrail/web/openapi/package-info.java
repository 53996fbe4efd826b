/**
 * What the OpenAPI document says of every operation alike.
 *
 * <p>Decision: the document is made by the build from the annotations on resources and records,
 * because the server's own scanner takes a record's {@code settings()} for a setter and writes
 * limits that nobody set. The server only serves it.
 */
@NullMarked
package dev.synctrail.web.openapi;

import org.jspecify.annotations.NullMarked;
