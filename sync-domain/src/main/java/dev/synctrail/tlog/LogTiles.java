package dev.synctrail.tlog;

import java.util.Map;
import java.util.Set;

/** Reads hash tiles of a log from where they are stored. */
public interface LogTiles {

  /**
   * Returns the hashes of each of the tiles, one after the other; more than the width of the tile
   * if it has grown. The result may contain further tiles.
   *
   * @throws RuntimeException if one of them is not stored
   */
  Map<LogTile, byte[]> read(Set<LogTile> tiles);
}
