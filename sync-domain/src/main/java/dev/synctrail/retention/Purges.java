package dev.synctrail.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores a record of every purge. Changes join the caller's transaction. */
public interface Purges {

  /** Adds a requested purge. */
  void add(Purge purge);

  /**
   * Returns the oldest purge that is not done and locks it until the transaction ends; empty if
   * there is none.
   */
  Optional<Purge> takeNext();

  /** Stores the progress of a purge. */
  void update(Purge purge);

  Optional<Purge> find(UUID id);

  /**
   * Returns a page of purges, newest first.
   *
   * @param cursor the purge next to which the page starts, exclusive; null for the first page
   * @param backwards whether to return the purges before it, nearest first
   */
  List<Purge> page(@Nullable UUID cursor, boolean backwards, int limit);
}
