package dev.synctrail.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores a record of every erasure. Changes join the caller's transaction. */
public interface Erasures {

  /** Adds a requested erasure. */
  void add(Erasure erasure);

  /**
   * Returns the oldest erasure that is not done and locks it until the transaction ends; empty if
   * there is none.
   */
  Optional<Erasure> takeNext();

  /** Stores the progress of an erasure. */
  void update(Erasure erasure);

  Optional<Erasure> find(UUID id);

  /**
   * Returns a page of erasures, newest first.
   *
   * @param cursor the erasure next to which the page starts, exclusive; null for the first page
   * @param backwards whether to return the erasures before it, nearest first
   */
  List<Erasure> page(@Nullable UUID cursor, boolean backwards, int limit);
}
