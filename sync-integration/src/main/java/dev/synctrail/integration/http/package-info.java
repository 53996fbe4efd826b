/**
 * HTTP client of all adapters: checks whether a request may be sent, records it before and after,
 * and sends it once.
 *
 * <p>Decision: Fault Tolerance guards only {@link dev.synctrail.integration.http.BareHttp}, with a
 * bulkhead. {@code @Timeout} is not used: it interrupts the thread, which does not close a
 * connection, and schedules a managed task for each request, which took an eighth of the processor
 * time of a push. Circuit breakers and token buckets are per platform, which annotations cannot
 * express.
 */
@NullMarked
package dev.synctrail.integration.http;

import org.jspecify.annotations.NullMarked;
