package dev.synctrail.board;

import dev.synctrail.platform.PlatformId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Selects tiles.
 *
 * @param typeKeyContains part of the type key, in any case; null for every type
 * @param states the states; none for every state
 * @param platform null for every platform
 */
public record BoardFilter(
    @Nullable String typeKeyContains, Set<TileState> states, @Nullable PlatformId platform) {
  /** Selects every tile. */
  public static final BoardFilter ALL = new BoardFilter(null, Set.of(), null);

  public BoardFilter {
    states = Set.copyOf(states);
  }

  /** Returns the same filter for one platform. */
  public BoardFilter on(PlatformId one) {
    return new BoardFilter(typeKeyContains, states, one);
  }

  /** Returns the same filter for every state. */
  public BoardFilter inAnyState() {
    return new BoardFilter(typeKeyContains, Set.of(), platform);
  }
}
