/** What a server costs that does nothing but ask PostgreSQL: deployed beside the product. */
@NullMarked
package dev.synctrail.web.benchmark.bare;

import org.jspecify.annotations.NullMarked;
