/**
 * One HTTP exchange as every adapter makes it: allowed to leave, recorded before and after, sent
 * once.
 *
 * <p>Decision: Fault Tolerance guards only {@link dev.synctrail.integration.http.BareHttp}, which
 * touches no database; its {@code @Timeout} interrupts the thread, and an interrupted thread must
 * not be in the middle of a commit. The breaker and the token bucket are per platform, which no
 * annotation can be.
 */
@NullMarked
package dev.synctrail.integration.http;

import org.jspecify.annotations.NullMarked;
