/**
 * What was exported comes back as it was.
 *
 * <p>Decision: through REST and on a real PostgreSQL, because the promise is about bytes.
 */
@NullMarked
package dev.synctrail.web.importing;

import org.jspecify.annotations.NullMarked;
