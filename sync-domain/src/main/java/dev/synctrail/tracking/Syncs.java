package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.Failure;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores syncs with their attempts, exchanges and events. Every method joins the caller's
 * transaction and fails without one.
 */
public interface Syncs {

  /** Adds a sync that was just begun. */
  void add(Sync sync);

  /** Returns a sync and locks it for the transaction, so that transitions happen one at a time. */
  Optional<Sync> lock(SyncId id);

  /** Returns a sync without locking it. */
  Optional<Sync> find(SyncId id);

  /**
   * Returns the version of the last successful push of a type to a platform, not counting dry runs.
   */
  Optional<VersionLink> lastPushed(TypeKey typeKey, PlatformId platform);

  /**
   * Returns the latest push of the same type to the same platform that came later than this one and
   * has one of the statuses. Dry runs do not count, nor do pushes that found the same version there
   * and changed nothing.
   */
  Optional<SyncId> supersededBy(Sync sync, Set<SyncStatus> standing);

  /**
   * Returns the latest push of the same type to the same platform that came later than this one and
   * changed the platform, or may have or may yet; dry runs do not count.
   */
  Optional<SyncId> changedSince(Sync sync);

  /**
   * Returns the latest push of the same type to the same platform that came before this one and
   * succeeded, at least in part; dry runs do not count.
   */
  Optional<Sync> landedBefore(Sync sync);

  /** Stores the next state of a sync. */
  void update(Sync sync);

  /**
   * Flushes the writes of this transaction, so that a rejection by the database is reported here
   * with its reason and not at the commit without one.
   */
  void confirm();

  /** Appends an event to the history of a sync. */
  void append(SyncEvent event);

  /**
   * Adds an attempt.
   *
   * @throws IllegalTransition when the number is taken
   */
  void open(Attempt attempt);

  /**
   * Stores the outcome of an attempt.
   *
   * @throws IllegalTransition when it is not open
   */
  void close(AttemptKey key, Attempt.Outcome outcome, @Nullable Failure failure, Instant at);

  /** Returns the attempts of a sync in order. */
  List<Attempt> attempts(SyncId id);

  /**
   * Adds a request that is about to be sent. A request that changes nothing may be known already.
   */
  void started(Exchange exchange);

  /**
   * Stores an exchange that ended, whether or not its start is stored.
   *
   * @return false when its end is already stored
   */
  boolean ended(Exchange exchange);

  /** Returns the exchanges of one attempt in order. */
  List<Exchange> exchanges(UUID workId, int attempt);

  /**
   * Stores what a push was decided on. The state found by an earlier decision is kept. The basis is
   * deleted when the push has its outcome.
   */
  void decided(SyncId id, PushBasis basis);

  /** Returns what an open push was decided on; empty when nothing is decided yet. */
  Optional<PushBasis> basis(SyncId id);

  /** Returns whether any attempt of a sync was allowed to send a write. */
  boolean wrote(SyncId id);

  /** Returns open syncs recorded from outside that have not been updated since {@code limit}. */
  List<SyncId> leftOpenOutside(Instant limit, int atMost);
}
