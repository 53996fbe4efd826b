/**
 * What leaves is what is there, and comes back as it was.
 *
 * <p>Decision: on a real PostgreSQL only, because the wire format is what is tested.
 */
@NullMarked
package dev.synctrail.persistence.export;

import org.jspecify.annotations.NullMarked;
