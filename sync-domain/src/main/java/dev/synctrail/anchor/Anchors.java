package dev.synctrail.anchor;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores anchors. */
public interface Anchors {

  /** Stores an anchor, or what has become of it. */
  void save(Anchor anchor);

  /** Returns the newest anchor of a place, whether it succeeded or not. */
  Optional<Anchor> last(AnchorKind kind, String name);

  /** Returns of each place the newest anchor that succeeded, newest first. */
  List<Anchor> newest();

  /** Returns the places that know the checkpoint of this many leaves. */
  List<Anchor> of(long size);

  /**
   * Returns a page of anchors, newest first.
   *
   * @param cursor the anchor next to which the page starts, exclusive; null for the first page
   * @param backwards whether to return the anchors before it, nearest first
   */
  List<Anchor> page(@Nullable UUID cursor, boolean backwards, int limit);
}
