package dev.synctrail.tracking;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.Sync.VersionLink;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Keeps syncs with their tries, exchanges and events. Every method joins the caller's transaction
 * and fails without one.
 */
public interface Syncs {

  /** Adds a sync that was just begun. */
  void add(Sync sync);

  /** Returns a sync and holds it for the transaction, so that transitions happen one at a time. */
  Optional<Sync> lock(SyncId id);

  /** Returns a sync as it is, without holding it. */
  Optional<Sync> find(SyncId id);

  /** Returns what the last successful push of a type to a platform was of; dry runs aside. */
  Optional<VersionLink> lastPushed(TypeKey typeKey, PlatformId platform);

  /**
   * Returns the latest push of the same type to the same platform that came later than this one and
   * stands in one of the statuses; dry runs aside, and those that found the same version there and
   * changed nothing.
   */
  Optional<SyncId> supersededBy(Sync sync, Set<SyncStatus> standing);

  /**
   * Returns the latest push of the same type to the same platform that came later than this one and
   * changed what is there, or may have or may yet; dry runs aside.
   */
  Optional<SyncId> changedSince(Sync sync);

  /** Keeps a sync's next state. */
  void update(Sync sync);

  /**
   * Writes what was kept so far in this transaction, so that what the database refuses is told here
   * with its reason and not at the commit without one.
   */
  void confirm();

  /** Adds to the sync's history. */
  void append(SyncEvent event);

  /**
   * Adds a try.
   *
   * @throws IllegalTransition when the number is taken
   */
  void open(Attempt attempt);

  /** Keeps how a try ended. */
  void close(Attempt attempt);

  /** Returns a sync's tries in order. */
  List<Attempt> attempts(SyncId id);

  /** Adds a request that is about to leave. */
  void started(Exchange exchange);

  /** Keeps how an exchange ended. */
  void ended(Exchange exchange);

  /** Returns the exchanges of one try in order. */
  List<Exchange> exchanges(UUID trail, int attempt);

  /**
   * Keeps what a push was decided on; what an earlier decision has found stays. It is forgotten
   * when the push has its outcome.
   */
  void decided(SyncId id, PushBasis basis);

  /** Returns what an open push was decided on, empty when nothing is decided yet. */
  Optional<PushBasis> basis(SyncId id);

  /** Tells whether a write was allowed to leave in any try of a sync. */
  boolean wrote(SyncId id);

  /** Returns open syncs recorded from outside that nothing was heard of since {@code limit}. */
  List<SyncId> leftOpenOutside(Instant limit, int atMost);
}
