/**
 * Completes the OpenAPI document.
 *
 * <p>Decision: the build generates the document from the annotations on resources and records,
 * because the server's own scanner takes a record's {@code settings()} for a setter and adds limits
 * that are not declared. The server only serves the document.
 */
@NullMarked
package dev.synctrail.web.openapi;

import org.jspecify.annotations.NullMarked;
