package dev.synctrail.tlog;

import java.util.List;

/**
 * The Merkle audit path that proves that an entry is in a tree (RFC 6962, section 2.1.1).
 *
 * @param leaf the index of the leaf, from 0
 * @param size the size of the tree
 * @param path the missing nodes, from the leaf to the root
 */
public record InclusionProof(long leaf, long size, List<Hash> path) {
  public InclusionProof {
    path = List.copyOf(path);
  }

  /** Returns whether the root of the tree follows from the leaf (RFC 9162, section 2.1.3.2). */
  public boolean proves(Hash leafHash, Hash root) {
    if (leaf < 0 || leaf >= size) {
      return false;
    }
    long node = leaf;
    long last = size - 1;
    Hash hash = leafHash;
    for (Hash sibling : path) {
      if (last == 0) {
        return false;
      }
      if (node % 2 == 1 || node == last) {
        hash = Hash.ofNode(sibling, hash);
        int missing = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= missing;
        last >>>= missing;
      } else {
        hash = Hash.ofNode(hash, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && hash.equals(root);
  }
}
