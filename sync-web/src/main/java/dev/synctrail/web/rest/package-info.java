/**
 * The habits every resource shares: problems, strict reading, paging, how JSON is written.
 *
 * <p>Decision: a request body reaches a resource as bytes and is read member by member, never bound
 * to objects, because binding ignores what it does not know and stops at the first error.
 */
@NullMarked
package dev.synctrail.web.rest;

import org.jspecify.annotations.NullMarked;
