package dev.synctrail.access;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Stores access records, which never change. */
public interface AccessLog {

  /** Stores the record of a change, in the transaction of the change if there is one. */
  void recordChange(AccessRecord record);

  /**
   * Stores the record of a read or denied access, in its own transaction.
   *
   * <p>Denied requests of unauthenticated callers are aggregated per address, name and minute: the
   * first one is stored with the number of requests and the time of the last one. They are deleted
   * after a retention period, because anyone can cause any number of them.
   *
   * <p>The record is visible immediately. For better performance it is committed asynchronously, so
   * records of the last second may be lost if the database server crashes.
   */
  void recordAccess(AccessRecord record);

  /**
   * Returns a page of records, newest first, or nearest first if backwards.
   *
   * @param cursor the number of the record next to which the page starts, exclusive; null for the
   *     newest
   */
  List<AccessRecord> page(Filter filter, @Nullable Long cursor, boolean backwards, int limit);

  /** Returns the number of records that {@link #page} would return without a limit. */
  long count(Filter filter);

  /**
   * Deletes denials of unauthenticated callers after their retention period; returns how many
   * records.
   */
  int deleteExpiredDenials(Instant now);

  /** Records the use of a right, in its own transaction. */
  void used(String actor, Caller.Proof proof, Right right, Instant at);

  /** Returns the last use of every right by actor. */
  List<Use> uses();

  /**
   * Selects records; null matches everything.
   *
   * @param actorPart a part of the name of the actor, case-insensitively
   * @param from the start, inclusive
   * @param until the end, exclusive
   */
  record Filter(
      @Nullable String actor,
      @Nullable String actorPart,
      AccessRecord.@Nullable Kind kind,
      @Nullable Right right,
      @Nullable Instant from,
      @Nullable Instant until) {}

  /** The last use of a right by an actor, with a resolution of about one minute. */
  record Use(String actor, Caller.Proof proof, Right right, Instant lastAt) {}
}
