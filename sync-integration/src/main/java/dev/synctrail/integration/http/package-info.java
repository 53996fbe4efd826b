/**
 * HTTP client of all adapters: checks whether a request may be sent, records it before and after,
 * and sends it once.
 *
 * <p>Decision: Fault Tolerance guards only {@link dev.synctrail.integration.http.BareHttp}, which
 * does not use the database. Its {@code @Timeout} interrupts the thread, and a commit must not be
 * interrupted. Circuit breakers and token buckets are per platform, which annotations cannot
 * express.
 */
@NullMarked
package dev.synctrail.integration.http;

import org.jspecify.annotations.NullMarked;
