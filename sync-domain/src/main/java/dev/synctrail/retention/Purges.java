package dev.synctrail.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps the record of every purge. Changes join the caller's transaction. */
public interface Purges {

  /** Adds one that was asked for. */
  void add(Purge purge);

  /** Returns the oldest that is not done, locked until the transaction ends; empty when none is. */
  Optional<Purge> takeNext();

  /** Writes down how far one has come. */
  void update(Purge purge);

  Optional<Purge> find(UUID id);

  /**
   * Reads a page, the newest first.
   *
   * @param beside the one beside which the page begins; null for the first page
   * @param backwards whether the page lies before it, nearest first
   */
  List<Purge> page(@Nullable UUID beside, boolean backwards, int limit);
}
