/** Tests of the durable work, some on a real PostgreSQL. */
@NullMarked
package dev.synctrail.integration.lane;

import org.jspecify.annotations.NullMarked;
