package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps conflicts. Writes join the caller's transaction and fail without one. */
public interface Disputes {

  /** Keeps a conflict in place of what was known of the same push. */
  void save(Dispute dispute);

  /** Returns the conflict of a push. */
  Optional<Dispute> of(SyncId sync);

  /** Returns the conflict of a push and holds it for the transaction. */
  Optional<Dispute> lock(SyncId sync);

  /** Closes what is open of a type because a later push of ours has landed. */
  void overtake(PlatformId platform, TypeKey typeKey, SyncId by);

  /** Returns how many are open. */
  long countOpen();

  /**
   * Returns conflicts, the newest first.
   *
   * @param platform null for every platform
   * @param open whether only open ones, or only decided ones; null for both
   * @param beside the push beside which they begin, itself not among them; null for the newest
   */
  List<Dispute> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      @Nullable SyncId beside,
      boolean backwards,
      int limit);
}
