/**
 * The only port through which a platform is reached, and its vocabulary.
 *
 * <p>Decision: a gateway does not know syncs. It receives an {@link ExchangeLog} and must not send
 * a byte before the log has returned; who stores the log, and under which sync, does not concern
 * the adapter.
 */
@NullMarked
package dev.synctrail.gateway;

import org.jspecify.annotations.NullMarked;
