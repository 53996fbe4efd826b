package dev.synctrail.web.board;

import dev.synctrail.board.BoardRow;
import dev.synctrail.board.LiveVersion;
import dev.synctrail.board.Tile;
import dev.synctrail.web.console.PageAddress;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A tile with its links.
 *
 * @param details the page that explains the state
 * @param compare the page that compares what is live with what it should be; empty when there is
 *     nothing to compare
 */
public record TileView(Tile tile, String details, String compare) {

  /** Returns the tile with its links, relative to the pages of the console. */
  public static TileView of(BoardRow row, Tile tile) {
    return new TileView(tile, details(row, tile), compare(row, tile));
  }

  private static String details(BoardRow row, Tile tile) {
    return switch (tile.state()) {
      case CONFLICT -> conflict(tile);
      case FAILED, PENDING -> tile.syncId() == null ? type(row) : "sync.xhtml?id=" + tile.syncId();
      case DRIFTED ->
          "drift-history.xhtml?platform="
              + tile.platform()
              + "&typeKey="
              + PageAddress.encoded(row.typeKey().value());
      case PINNED, BEHIND, IN_SYNC, NEVER_PUSHED -> type(row);
    };
  }

  private static String compare(BoardRow row, Tile tile) {
    LiveVersion live = tile.live();
    return switch (tile.state()) {
      case CONFLICT -> conflict(tile);
      case DRIFTED ->
          "drift.xhtml?platform="
              + tile.platform()
              + "&type="
              + PageAddress.encoded(row.typeKey().value())
              + "#compared";
      case FAILED, PENDING, PINNED, BEHIND, IN_SYNC, NEVER_PUSHED ->
          live == null || live.versionId() == null || live.versionId().equals(row.newestVersion())
              ? ""
              : type(row)
                  + "&from="
                  + live.versionId()
                  + "&to="
                  + row.newestVersion()
                  + "#compared";
    };
  }

  private static String conflict(Tile tile) {
    return "conflict.xhtml?id=" + Objects.requireNonNull(tile.conflictId());
  }

  private static String type(BoardRow row) {
    return "type.xhtml?key=" + PageAddress.encoded(row.typeKey().value());
  }

  /** Tells whether a newer state is to be expected soon. */
  public boolean isOpen() {
    return tile.checking()
        || switch (tile.state()) {
          case PENDING -> true;
          case CONFLICT, FAILED, DRIFTED, PINNED, BEHIND, IN_SYNC, NEVER_PUSHED -> false;
        };
  }

  /** Returns the key of the text that says how the live version came there; null for none. */
  public @Nullable String arrivalText() {
    return Stream.ofNullable(tile.live())
        .map(live -> "arrival." + live.arrival())
        .findFirst()
        .orElse(null);
  }
}
