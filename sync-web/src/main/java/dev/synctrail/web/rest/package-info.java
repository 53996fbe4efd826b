/**
 * The conventions that all resources share: problems, strict reading, paging, JSON output.
 *
 * <p>Decision: request bodies are read by a reader of our own instead of JSON-B, because that
 * ignores unknown members and stops at the first error.
 */
@NullMarked
package dev.synctrail.web.rest;

import org.jspecify.annotations.NullMarked;
