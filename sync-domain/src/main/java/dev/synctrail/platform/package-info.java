/**
 * An external platform and the only port through which it is reached.
 *
 * <p>Decision: a gateway does not know syncs. It receives an {@link ExchangeLog} and must not send
 * a byte before the log has returned; who stores the log, and under which sync, does not concern
 * the adapter.
 */
@NullMarked
package dev.synctrail.platform;

import org.jspecify.annotations.NullMarked;
