/**
 * Files as their readers get them.
 *
 * <p>Decision: what a file says of a sync is checked by reading the file back.
 */
@NullMarked
package dev.synctrail.web.export;

import org.jspecify.annotations.NullMarked;
