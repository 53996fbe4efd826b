/** A server that does nothing but query PostgreSQL, deployed next to the product as a baseline. */
@NullMarked
package dev.synctrail.web.benchmark.bare;

import org.jspecify.annotations.NullMarked;
