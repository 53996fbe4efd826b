package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.ExpectedState;
import dev.synctrail.platform.Failure;
import dev.synctrail.platform.FailureClass;
import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is still to be done, small however long the history is: one entry per open sync of ours, per
 * listing and per check.
 *
 * <p>Never are two syncs of one type and platform worked on at once, and an earlier one comes
 * first. Every method joins the caller's transaction and fails without one, {@link #nextDue} and
 * {@link #platforms} aside.
 */
public interface Backlog {

  /** Adds a sync that is due and waits for no stage. */
  default void add(SyncId sync, PlatformId platform, TypeKey typeKey, Instant due) {
    add(sync, platform, typeKey, due, null);
  }

  /** Adds a sync that is due at its place in an order; null for none. */
  void add(SyncId sync, PlatformId platform, TypeKey typeKey, Instant due, @Nullable Place place);

  /** Adds a look at a type; it waits for the earlier syncs of that type. */
  void addCheck(UUID check, PlatformId platform, TypeKey typeKey, Instant due);

  /** Adds the check of a whole platform. */
  void addSurvey(UUID survey, PlatformId platform, Instant due);

  /** Adds the listing of a run. */
  void addListing(RunId run, PlatformId platform, Instant due);

  /**
   * Takes the next due entry of a platform for a lane, under a new fencing token. An entry the same
   * lane held is an orphan of its former holder, comes first, and counts as cut off.
   */
  Optional<Taken> take(PlatformId platform, String lane, Instant now);

  /**
   * Takes more syncs for a lane that are free, due, to be taken together with others of a run and
   * taken by nobody before, each under a new fencing token.
   *
   * @param atMost how many
   */
  List<Taken> takeAlong(PlatformId platform, RunId run, String lane, Instant now, int atMost);

  /**
   * Makes sure that the token is still the entry's, and holds the entry for the transaction.
   *
   * @return whose entry it is
   * @throws StaleLane when another has taken over
   */
  PlatformId requireHeld(AttemptKey key);

  /** Gives an entry back to be taken again when it is due, only over {@code expected} if given. */
  void release(AttemptKey key, Instant due, @Nullable ExpectedState expected);

  /**
   * Gives an entry back after a try that failed, to be taken again when it is due.
   *
   * @throws StaleLane when another has taken over
   */
  void retry(AttemptKey key, Instant due);

  /**
   * Takes an entry back from a lane that could not bring it to an end, to be taken again when it is
   * due; it counts as cut off.
   *
   * @throws StaleLane when another has taken over
   */
  void abandon(AttemptKey key, Instant due);

  /** The entry is done with. */
  void remove(UUID trail);

  /** Takes an entry out unless a lane is at it; says whether it did. */
  boolean withdraw(UUID trail);

  /** Makes an entry due now unless a lane is at it already; says whether there is one at all. */
  boolean hasten(SyncId sync, Instant now);

  /** Returns when the next entry of a platform is due that a lane could take. */
  Optional<Instant> nextDue(PlatformId platform);

  /** Returns the platforms that have entries. */
  List<PlatformId> platforms();

  /**
   * Where a sync stands in an order.
   *
   * @param of whose order it is: a run's, or a bulk retry's
   * @param stage from 0; it waits until no sync of an earlier stage is open on its platform
   * @param together whether one lane takes it with the others of its stage
   */
  record Place(UUID of, int stage, boolean together) {}

  /**
   * An entry in the hands of a lane.
   *
   * @param trail the sync, the run to be listed, or the check
   * @param times how often it was taken, this time included
   * @param failures how many tries failed; only listings are counted here, a sync counts its own
   * @param cutOffs how often its holder was cut off while it had it
   * @param expected the state the next write may replace; null for whatever is read
   */
  record Taken(
      Kind kind,
      UUID trail,
      PlatformId platform,
      String lane,
      long fence,
      int times,
      int failures,
      int cutOffs,
      @Nullable ExpectedState expected) {
    /** How often the holder of one entry may be cut off before a person has to decide. */
    public static final int MOST_CUT_OFFS = 10;

    /**
     * Returns why the entry is not worked on by itself any more; empty while it is.
     *
     * <p>What stops the server each time must not stop it for ever.
     */
    public Optional<Failure> gaveUp() {
      return cutOffs < MOST_CUT_OFFS
          ? Optional.empty()
          : Optional.of(
              Failure.of(
                  FailureClass.INTERRUPTED,
                  "The work was interrupted "
                      + cutOffs
                      + " times, for example by server stops; a user must decide"));
    }

    /** Names the attempt that an entry without attempts of its own is at. */
    public AttemptKey key() {
      return new AttemptKey(trail, times, fence);
    }
  }

  /** What is to be done. */
  enum Kind {
    SYNC,
    LISTING,
    CHECK,
    SURVEY
  }
}
