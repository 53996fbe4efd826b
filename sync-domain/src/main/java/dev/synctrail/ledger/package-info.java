/**
 * The ledger: a transparency log of what the audit trail recorded. Any later change of it can be
 * detected.
 *
 * <p>Decision: an entry contains the rows that one transaction wrote, as they were after it. What
 * may be personal or content is in it only as a salted commitment, so that erasing a value and its
 * salt leaves the proof of everything else intact. The log itself is {@code dev.synctrail.tlog}.
 */
@NullMarked
package dev.synctrail.ledger;

import org.jspecify.annotations.NullMarked;
