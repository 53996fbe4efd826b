/**
 * Tests that an import restores what was exported.
 *
 * <p>Decision: the tests use REST and a real PostgreSQL, because the promise concerns exact bytes.
 */
@NullMarked
package dev.synctrail.web.importing;

import org.jspecify.annotations.NullMarked;
