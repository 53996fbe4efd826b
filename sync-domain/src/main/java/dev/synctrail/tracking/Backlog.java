package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.ExpectedState;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Open work: one entry per open sync of ours, per listing and per check. It stays small however
 * long the history is.
 *
 * <p>Two syncs of the same type and platform are never processed at once; the earlier one comes
 * first. Every method joins the caller's transaction and fails without one, except {@link #nextDue}
 * and {@link #platforms}.
 */
public interface Backlog {

  /** Adds a sync that is due and does not wait for an earlier stage. */
  default void add(SyncId sync, PlatformId platform, TypeKey typeKey, Instant due) {
    add(sync, platform, typeKey, due, null);
  }

  /**
   * Adds a sync that is due at its place in an order; {@code place} is null when there is no order.
   */
  void add(SyncId sync, PlatformId platform, TypeKey typeKey, Instant due, @Nullable Place place);

  /** Adds the check of a type; it waits for earlier syncs of that type. */
  void addCheck(UUID check, PlatformId platform, TypeKey typeKey, Instant due);

  /** Adds the check of a whole platform. */
  void addPlatformCheck(UUID check, PlatformId platform, Instant due);

  /** Adds the listing of a pull run. */
  void addListing(RunId run, PlatformId platform, Instant due);

  /**
   * Takes the next due entry of a platform for a lane, under a new fencing token. An entry that the
   * same lane held was abandoned by its former holder; it comes first and counts as interrupted.
   */
  Optional<Taken> take(PlatformId platform, String lane, Instant now);

  /**
   * Takes more syncs of a run for a lane, each under a new fencing token. Only syncs are taken that
   * are free, due, marked to be taken together and never taken before.
   *
   * @param atMost the maximum number of syncs
   */
  List<Taken> takeAlong(PlatformId platform, RunId run, String lane, Instant now, int atMost);

  /**
   * Verifies that the fencing token is current and locks the entry for the transaction.
   *
   * @throws StaleLane when another lane has taken over
   */
  void requireHeld(AttemptKey key);

  /** Returns whether the fencing token is current, without locking the entry. */
  boolean isHeld(AttemptKey key);

  /**
   * Releases an entry to be taken again when it is due. If {@code expected} is given, the next
   * write may replace only that state.
   */
  void release(AttemptKey key, Instant due, @Nullable ExpectedState expected);

  /**
   * Releases an entry after a failed attempt, to be taken again when it is due.
   *
   * @throws StaleLane when another lane has taken over
   */
  void retry(AttemptKey key, Instant due);

  /**
   * Releases an entry that a lane could not finish, to be taken again when it is due; it counts as
   * interrupted.
   *
   * @throws StaleLane when another lane has taken over
   */
  void abandon(AttemptKey key, Instant due);

  /** Removes a finished entry. */
  void remove(UUID workId);

  /**
   * Removes an entry unless a lane holds it.
   *
   * @return whether it was removed
   */
  boolean withdraw(UUID workId);

  /**
   * Makes an entry due now unless a lane already holds it.
   *
   * @return whether there is such an entry
   */
  boolean hasten(SyncId sync, Instant now);

  /** Returns when the next entry of a platform that a lane could take is due. */
  Optional<Instant> nextDue(PlatformId platform);

  /** Returns the platforms that have entries. */
  List<PlatformId> platforms();

  /**
   * The position of a sync in an order.
   *
   * @param of the run or the bulk retry that defines the order
   * @param stage from 0; the sync waits until no sync of an earlier stage is open on its platform
   * @param together whether one lane takes it together with the others of its stage
   */
  record Place(UUID of, int stage, boolean together) {}

  /**
   * An entry held by a lane.
   *
   * @param workId the sync, the run to be listed, or the check
   * @param times how often it was taken, including this time
   * @param failures the number of failed attempts; counted here only for listings, since a sync
   *     counts its own
   * @param interruptions how often a holder was interrupted while it had the entry
   * @param expected the state that the next write may replace; null for whatever is read
   */
  record Taken(
      Kind kind,
      UUID workId,
      PlatformId platform,
      String lane,
      long fence,
      int times,
      int failures,
      int interruptions,
      @Nullable ExpectedState expected) {
    /** How often the holder of an entry may be interrupted before a user has to decide. */
    public static final int MAX_INTERRUPTIONS = 10;

    /**
     * Returns why the entry is no longer processed automatically; empty while it is.
     *
     * <p>Work that stops the server each time must not do so for ever.
     */
    public Optional<Failure> gaveUp() {
      return interruptions < MAX_INTERRUPTIONS
          ? Optional.empty()
          : Optional.of(
              Failure.of(
                  FailureClass.INTERRUPTED,
                  "The work was interrupted "
                      + interruptions
                      + " times, for example by server stops; a user must decide"));
    }

    /** Returns the current attempt key of an entry that has no attempts of its own. */
    public AttemptKey key() {
      return new AttemptKey(workId, times, fence);
    }
  }

  /** The kind of work. */
  enum Kind {
    SYNC,
    LISTING,
    CHECK,
    PLATFORM_CHECK
  }
}
