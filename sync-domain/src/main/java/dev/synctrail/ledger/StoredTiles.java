package dev.synctrail.ledger;

import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Tree;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Reads tiles as they are stored, whatever that is. */
@FunctionalInterface
public interface StoredTiles {

  /** Returns the hashes of a tile, one after the other; empty if there are none. */
  byte[] read(int level, long number);

  /** Returns the beginning of the tree. Hashes that are not stored are zero. */
  default Tree tree(long size) {
    return Tree.load(
        size,
        tiles -> {
          Map<LogTile, byte[]> found = new HashMap<>();
          for (LogTile tile : tiles) {
            byte[] hashes = read(tile.level(), tile.number());
            found.put(tile, Arrays.copyOf(hashes, tile.width() * Hash.LENGTH));
          }
          return found;
        });
  }
}
