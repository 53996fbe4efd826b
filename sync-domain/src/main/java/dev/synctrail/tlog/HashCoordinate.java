package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.List;

/**
 * The place of the hash of a complete subtree: at level 0 are the leaves, each node above has two
 * children.
 *
 * @param level the height of the subtree, which has 2^level leaves
 * @param index the number of such subtrees to its left
 */
record HashCoordinate(int level, long index) {

  /**
   * Returns the largest complete subtrees that make up a range of leaves, from left to right. The
   * range must be one of those that RFC 6962 (section 2.1) splits a tree into.
   */
  static List<HashCoordinate> ofRange(long from, long until) {
    List<HashCoordinate> subtrees = new ArrayList<>();
    for (long at = from; at < until; ) {
      int level = 63 - Long.numberOfLeadingZeros(until - at);
      subtrees.add(new HashCoordinate(level, at >>> level));
      at += 1L << level;
    }
    return subtrees;
  }
}
