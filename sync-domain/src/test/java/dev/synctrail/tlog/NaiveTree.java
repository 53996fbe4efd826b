package dev.synctrail.tlog;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** RFC 6962, section 2.1, word by word: recursive, over all leaves, without tiles. */
final class NaiveTree {
  private NaiveTree() {}

  static Hash root(List<Hash> leaves) {
    if (leaves.isEmpty()) {
      return Hash.EMPTY_ROOT;
    }
    int n = leaves.size();
    if (n == 1) {
      return leaves.get(0);
    }
    int k = split(n);
    return Hash.ofNode(root(leaves.subList(0, k)), root(leaves.subList(k, n)));
  }

  static List<Hash> path(int m, List<Hash> leaves) {
    int n = leaves.size();
    if (n == 1) {
      return List.of();
    }
    int k = split(n);
    return m < k
        ? plus(path(m, leaves.subList(0, k)), root(leaves.subList(k, n)))
        : plus(path(m - k, leaves.subList(k, n)), root(leaves.subList(0, k)));
  }

  static List<Hash> proof(int m, List<Hash> leaves) {
    return subproof(m, leaves, true);
  }

  private static List<Hash> subproof(int m, List<Hash> leaves, boolean complete) {
    int n = leaves.size();
    if (m == n) {
      return complete ? List.of() : List.of(root(leaves));
    }
    int k = split(n);
    return m <= k
        ? plus(subproof(m, leaves.subList(0, k), complete), root(leaves.subList(k, n)))
        : plus(subproof(m - k, leaves.subList(k, n), false), root(leaves.subList(0, k)));
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) {
      k *= 2;
    }
    return k;
  }

  private static List<Hash> plus(List<Hash> hashes, Hash hash) {
    List<Hash> all = new ArrayList<>(hashes);
    all.add(hash);
    return all;
  }

  /** Tiles as a log stores them: each once, replaced while it grows. */
  static final class StoredTiles implements LogTiles {
    private final Map<String, byte[]> stored = new LinkedHashMap<>();

    void store(Map<LogTile, byte[]> changes) {
      changes.forEach((tile, hashes) -> stored.put(place(tile), hashes));
    }

    private static String place(LogTile tile) {
      return tile.level() + "/" + tile.number();
    }

    @Override
    public Map<LogTile, byte[]> read(Set<LogTile> tiles) {
      Map<LogTile, byte[]> found = new LinkedHashMap<>();
      for (LogTile tile : tiles) {
        byte[] hashes = stored.get(place(tile));
        if (hashes == null || hashes.length < tile.width() * Hash.LENGTH) {
          throw new IllegalStateException(tile + " is not stored");
        }
        found.put(tile, hashes);
      }
      return found;
    }
  }
}
