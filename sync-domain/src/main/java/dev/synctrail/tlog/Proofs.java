package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Makes proofs and roots of any earlier size of a log from its tiles (RFC 6962, section 2.1). */
public final class Proofs {
  private final LogTiles tiles;

  public Proofs(LogTiles tiles) {
    this.tiles = tiles;
  }

  /** Returns the root of the tree of this size (section 2.1). */
  public Hash root(long size) {
    return size == 0 ? Hash.EMPTY_ROOT : hashes(List.of(new Range(0, size)), size).get(0);
  }

  /**
   * Returns the Merkle audit path of a leaf in the tree of this size (section 2.1.1).
   *
   * @throws MalformedLog if there is no such leaf
   */
  public InclusionProof inclusion(long leaf, long size) {
    return inclusions(List.of(leaf), size).get(0);
  }

  /**
   * Returns the audit paths of several leaves; all tiles are read at once.
   *
   * @throws MalformedLog if there is no such leaf
   */
  public List<InclusionProof> inclusions(List<Long> leaves, long size) {
    List<Range> ranges = new ArrayList<>();
    List<Integer> ends = new ArrayList<>();
    for (long leaf : leaves) {
      ranges.addAll(auditPath(leaf, size));
      ends.add(ranges.size());
    }
    List<Hash> hashes = hashes(ranges, size);
    List<InclusionProof> proofs = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < leaves.size(); i++) {
      int end = ends.get(i);
      proofs.add(new InclusionProof(leaves.get(i), size, hashes.subList(from, end)));
      from = end;
    }
    return proofs;
  }

  private static List<Range> auditPath(long leaf, long size) {
    if (leaf < 0 || leaf >= size) {
      throw new MalformedLog("A tree of " + size + " leaves has no leaf " + leaf);
    }
    List<Range> path = new ArrayList<>();
    long from = 0;
    long until = size;
    while (until - from > 1) {
      long middle = from + split(until - from);
      if (leaf < middle) {
        path.add(new Range(middle, until));
        until = middle;
      } else {
        path.add(new Range(from, middle));
        from = middle;
      }
    }
    Collections.reverse(path);
    return path;
  }

  /**
   * Returns the proof that the tree of the first size is a beginning of the second (section 2.1.2).
   * It is empty if the first is empty or equals the second.
   *
   * @throws MalformedLog if the first size is negative or larger than the second
   */
  public ConsistencyProof consistency(long first, long second) {
    if (first < 0 || first > second) {
      throw new MalformedLog("A tree of " + first + " leaves is no beginning of one of " + second);
    }
    List<Range> path = new ArrayList<>();
    long from = 0;
    long until = first == 0 ? 0 : second;
    while (first < until) {
      long middle = from + split(until - from);
      if (first <= middle) {
        path.add(new Range(middle, until));
        until = middle;
      } else {
        path.add(new Range(from, middle));
        from = middle;
      }
    }
    if (from > 0) {
      path.add(new Range(from, until));
    }
    Collections.reverse(path);
    return new ConsistencyProof(first, second, hashes(path, second));
  }

  /** Returns the largest power of two that is smaller than the size. */
  private static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  /** Computes the hashes of ranges of leaves; all tiles are read at once. */
  private List<Hash> hashes(List<Range> ranges, long size) {
    Map<HashCoordinate, LogTile> places = new LinkedHashMap<>();
    for (Range range : ranges) {
      for (HashCoordinate subtree : range.subtrees()) {
        places.put(subtree, LogTile.containing(subtree, size));
      }
    }
    Map<LogTile, byte[]> stored =
        places.isEmpty() ? Map.of() : tiles.read(Set.copyOf(places.values()));
    return ranges.stream()
        .map(
            range ->
                fold(
                    range.subtrees().stream()
                        .map(
                            subtree -> {
                              LogTile tile = Objects.requireNonNull(places.get(subtree));
                              return tile.hash(subtree, Objects.requireNonNull(stored.get(tile)));
                            })
                        .toList()))
        .toList();
  }

  /** Computes the hash of subtrees that follow each other and become smaller. */
  static Hash fold(List<Hash> subtrees) {
    Hash hash = subtrees.get(subtrees.size() - 1);
    for (int i = subtrees.size() - 2; i >= 0; i--) {
      hash = Hash.ofNode(subtrees.get(i), hash);
    }
    return hash;
  }

  private record Range(long from, long until) {
    List<HashCoordinate> subtrees() {
      return HashCoordinate.ofRange(from, until);
    }
  }
}
