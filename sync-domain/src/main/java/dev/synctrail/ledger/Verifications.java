package dev.synctrail.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Stores verifications and what they have found. Changes join the caller's transaction. */
public interface Verifications {

  /** Adds a requested verification. */
  void add(Verification verification);

  /** Returns the verifications that have not ended, oldest first. */
  List<Verification> open();

  /** Stores the progress of a verification. */
  void update(Verification verification);

  /** Stores what a verification has found. */
  void add(UUID verification, List<LedgerFinding> findings);

  /** Returns when the last verification of everything was requested; empty if there was none. */
  Optional<Instant> lastOfEverything();

  /** Returns the newest verification of everything that has ended; empty if there is none. */
  Optional<Verification> lastCompleted();

  /**
   * Returns the newest verification with findings that has ended, unless everything was verified
   * after it without one.
   */
  Optional<Verification> alarm();

  Optional<Verification> find(UUID id);

  /** Returns what a verification has found, in the order in which it was found. */
  List<LedgerFinding> findings(UUID verification);

  /**
   * Returns a page of verifications, newest first.
   *
   * @param cursor the verification next to which the page starts, exclusive; null for the first
   *     page
   * @param backwards whether to return the verifications before it, nearest first
   */
  List<Verification> page(@Nullable UUID cursor, boolean backwards, int limit);
}
