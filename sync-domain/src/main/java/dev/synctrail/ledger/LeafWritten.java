package dev.synctrail.ledger;

import dev.synctrail.tlog.Hash;

/**
 * A CDI event: the transaction of the sender has written an entry. It has a place in the log only
 * once it is committed and sequenced.
 *
 * @param leaf the hash of the leaf
 */
public record LeafWritten(Hash leaf) {}
