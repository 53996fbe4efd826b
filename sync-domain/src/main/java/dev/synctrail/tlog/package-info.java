/**
 * Transparency logs by their public standards: the Merkle tree of RFC 6962 with its proofs, and the
 * C2SP formats of tiles, entry bundles, signed notes, checkpoints and cosignatures.
 *
 * <p>Decision: this package knows nothing of Synctrail and uses nothing but the JDK, because the
 * verifier that auditors run is built from it. Whatever is written here can be read and verified by
 * other implementations.
 */
@NullMarked
package dev.synctrail.tlog;

import org.jspecify.annotations.NullMarked;
