/**
 * The conventions that all resources share: problems, strict reading, paging, JSON output.
 *
 * <p>Decision: a request body is passed to a resource as bytes and read member by member instead of
 * being bound to objects, because binding ignores unknown members and stops at the first error.
 */
@NullMarked
package dev.synctrail.web.rest;

import org.jspecify.annotations.NullMarked;
