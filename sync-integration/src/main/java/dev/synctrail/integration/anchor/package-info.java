/**
 * Places outside that know checkpoints of the ledger: time stamp authorities (RFC 3161), witnesses
 * (C2SP tlog-witness), a file, a webhook and an e-mail address; and the file in which the newest
 * checkpoint is kept.
 *
 * <p>Decision: whatever a place answers is verified before it counts, and never in a message.
 */
@NullMarked
package dev.synctrail.integration.anchor;

import org.jspecify.annotations.NullMarked;
