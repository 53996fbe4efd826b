/**
 * Anchors: places outside of Synctrail's reach that know a checkpoint of the ledger. From then on
 * not even the operator can change what the checkpoint covers.
 *
 * <p>Decision: an anchor never delays or stops recording. One that fails is tried again and is
 * visible until it succeeds.
 */
@NullMarked
package dev.synctrail.anchor;

import org.jspecify.annotations.NullMarked;
