package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The proof that a tree is a beginning of a later one: nothing was changed, removed or reordered
 * (RFC 6962, section 2.1.2).
 *
 * @param first the size of the earlier tree
 * @param second the size of the later tree
 * @param path the nodes from which both roots follow
 */
public record ConsistencyProof(long first, long second, List<Hash> path) {
  public ConsistencyProof {
    path = List.copyOf(path);
  }

  /**
   * Returns whether both roots follow from the nodes (RFC 9162, section 2.1.4.2). Every tree
   * continues the empty one, and itself.
   */
  public boolean proves(Hash firstRoot, Hash secondRoot) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == 0) {
      return path.isEmpty() && firstRoot.equals(Hash.EMPTY_ROOT);
    }
    if (first == second) {
      return path.isEmpty() && firstRoot.equals(secondRoot);
    }
    List<Hash> nodes = new ArrayList<>();
    if (Long.bitCount(first) == 1) {
      nodes.add(firstRoot);
    }
    nodes.addAll(path);
    if (nodes.isEmpty()) {
      return false;
    }
    int complete = Long.numberOfTrailingZeros(first);
    long node = (first - 1) >>> complete;
    long last = (second - 1) >>> complete;
    Hash earlier = nodes.get(0);
    Hash later = earlier;
    for (Hash sibling : nodes.subList(1, nodes.size())) {
      if (last == 0) {
        return false;
      }
      if (node % 2 == 1 || node == last) {
        earlier = Hash.ofNode(sibling, earlier);
        later = Hash.ofNode(sibling, later);
        int missing = node == 0 ? 0 : Long.numberOfTrailingZeros(node);
        node >>>= missing;
        last >>>= missing;
      } else {
        later = Hash.ofNode(later, sibling);
      }
      node >>>= 1;
      last >>>= 1;
    }
    return last == 0 && earlier.equals(firstRoot) && later.equals(secondRoot);
  }
}
