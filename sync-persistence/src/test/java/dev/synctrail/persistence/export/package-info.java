/**
 * Tests that exports are complete and can be imported again.
 *
 * <p>Decision: they run only on a real PostgreSQL, because they test its wire format.
 */
@NullMarked
package dev.synctrail.persistence.export;

import org.jspecify.annotations.NullMarked;
