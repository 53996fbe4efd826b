package dev.synctrail.board;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.version.VersionId;
import java.time.Instant;
import java.util.List;

/**
 * A type with its tiles, sorted by platform.
 *
 * @param newestAt when the newest version was stored
 */
public record BoardRow(
    TypeKey typeKey, VersionId newestVersion, Instant newestAt, List<Tile> tiles) {
  public BoardRow {
    tiles = List.copyOf(tiles);
  }
}
