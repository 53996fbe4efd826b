/** Tests of the database time and the leases on a real PostgreSQL. */
@NullMarked
package dev.synctrail.persistence.startup;

import org.jspecify.annotations.NullMarked;
