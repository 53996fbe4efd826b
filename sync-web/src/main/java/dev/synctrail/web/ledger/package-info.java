/**
 * The ledger over REST, in the layout of C2SP tlog-tiles, so that tools of others can read it.
 *
 * <p>Decision: proofs are given too, although a client could compute them from tiles, because one
 * request is enough to prove one sync.
 */
@NullMarked
package dev.synctrail.web.ledger;

import org.jspecify.annotations.NullMarked;
