package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps conflicts. Writes join the caller's transaction and fail without one. */
public interface Conflicts {

  /** Keeps a conflict in place of what was known of it. */
  void save(Conflict dispute);

  /** Returns the conflict that a push has met, whether as the first or later. */
  Optional<Conflict> of(SyncId sync);

  /** Returns the conflict that a push has met and holds it for the transaction. */
  Optional<Conflict> lock(SyncId sync);

  /** Returns the open conflict of a type on a platform. */
  Optional<Conflict> open(PlatformId platform, TypeKey typeKey);

  /** Returns the open conflict of a type on a platform and holds it for the transaction. */
  Optional<Conflict> lockOpen(PlatformId platform, TypeKey typeKey);

  /** Returns the conflict of a type whose decision a deployment carries out. */
  Optional<Conflict> decidedIn(RunId run, TypeKey typeKey);

  /** Returns the last conflict of a type on a platform in which theirs was kept. */
  Optional<Conflict> keptTheirs(PlatformId platform, TypeKey typeKey);

  /** Closes what is open of a type because a later push of ours has landed. */
  void supersede(PlatformId platform, TypeKey typeKey, SyncId by);

  /** Returns how many are open. */
  long countOpen();

  /**
   * Returns conflicts, the newest first.
   *
   * @param platform null for every platform
   * @param open whether only open ones, or only decided ones; null for both
   * @param beside the push beside which they begin, itself not among them; null for the newest
   */
  List<Conflict> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      @Nullable SyncId beside,
      boolean backwards,
      int limit);
}
