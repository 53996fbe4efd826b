/**
 * An external platform and the one port through which anything is said to it.
 *
 * <p>Decision: a gateway knows nothing of syncs. It is given an {@link ExchangeLog} and must not
 * let a byte leave before the log has returned; who keeps the log, and under which sync, is not the
 * adapter's business.
 */
@NullMarked
package dev.synctrail.platform;

import org.jspecify.annotations.NullMarked;
