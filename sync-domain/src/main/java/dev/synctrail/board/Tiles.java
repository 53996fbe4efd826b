package dev.synctrail.board;

import dev.synctrail.contenttype.TypeKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tiles of all types that are stored here on all platforms in use. Types that exist only
 * on a platform have none.
 */
public interface Tiles {

  /**
   * Returns a page of the types that have matching tiles, sorted by key, with these tiles only. It
   * is read by one query.
   *
   * @param cursor the key next to which the page begins, itself excluded; null for the first
   * @param backwards whether to return the types before it, nearest first
   */
  List<BoardRow> rows(BoardFilter filter, @Nullable TypeKey cursor, boolean backwards, int limit);

  /** Returns the number of matching tiles by state; states without tiles are not in the map. */
  Map<TileState, Integer> counts(BoardFilter filter);

  /** Returns all tiles of a type; empty if the type or any platform is missing. */
  Optional<BoardRow> row(TypeKey typeKey);
}
