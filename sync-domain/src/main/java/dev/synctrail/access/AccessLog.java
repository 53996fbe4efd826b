package dev.synctrail.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was accessed; what is kept never changes. */
public interface AccessLog {

  /** Keeps a record of a change, in the transaction of the change when it has one. */
  void changed(AccessRecord record);

  /**
   * Keeps a record of what was read or refused, in a transaction of its own.
   *
   * <p>What was refused to nobody known is kept once per address and minute, the first of it with
   * how many there were and when the last was, and only for as long as a rule says: strangers
   * decide how many there are.
   *
   * <p>It is there at once; of the last second, some may be lost when the database's machine dies,
   * which makes it cheap.
   */
  void noted(AccessRecord record);

  /**
   * Returns what was kept, the newest first, or nearest first when backwards.
   *
   * @param beside the number beside which it begins, or null for the newest
   */
  List<AccessRecord> page(Filter filter, @Nullable Long beside, boolean backwards, int limit);

  /** Counts what {@link #page} would give without a limit. */
  long count(Filter filter);

  /** Notes that a right was used, in a transaction of its own. */
  void used(String actor, Caller.Proof proof, Right right, Instant at);

  /** Returns when every right was last used, by actor. */
  List<Use> uses();

  /**
   * Which records are wanted; null is any.
   *
   * @param from itself included
   * @param until itself left out
   */
  record Filter(
      @Nullable String actor,
      AccessRecord.@Nullable Kind kind,
      @Nullable Right right,
      @Nullable Instant from,
      @Nullable Instant until) {}

  /** When somebody last used a right, to about a minute. */
  record Use(String actor, Caller.Proof proof, Right right, Instant lastAt) {}
}
