package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stores conflicts. Writes join the caller's transaction and fail without one. */
public interface Conflicts {

  /** Stores a conflict, replacing its earlier state. */
  void save(Conflict conflict);

  /** Returns the conflict that a push has met, as the first push or a later one. */
  Optional<Conflict> of(SyncId sync);

  /** Returns the conflict that a push has met and locks it for the transaction. */
  Optional<Conflict> lock(SyncId sync);

  /** Returns the open conflict of a type on a platform. */
  Optional<Conflict> open(PlatformId platform, TypeKey typeKey);

  /** Returns the open conflict of a type on a platform and locks it for the transaction. */
  Optional<Conflict> lockOpen(PlatformId platform, TypeKey typeKey);

  /** Returns the conflict of a type whose decision a deployment carries out. */
  Optional<Conflict> decidedIn(RunId run, TypeKey typeKey);

  /** Returns the last conflict of a type on a platform that was resolved by keeping theirs. */
  Optional<Conflict> keptTheirs(PlatformId platform, TypeKey typeKey);

  /** Closes the open conflict of a type because a later push of ours has landed. */
  void supersede(PlatformId platform, TypeKey typeKey, SyncId by);

  /** Returns the number of open conflicts. */
  long countOpen();

  /**
   * Counts conflicts.
   *
   * @param platform null for every platform
   * @param open true for open ones only, false for resolved ones only; null for both
   */
  long count(@Nullable PlatformId platform, @Nullable Boolean open);

  /**
   * Returns conflicts.
   *
   * @param platform null for every platform
   * @param open true for open ones only, false for resolved ones only; null for both
   * @param cursor the push next to which the page begins, itself excluded; null for the first
   */
  List<Conflict> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      Order order,
      @Nullable SyncId cursor,
      boolean backwards,
      int limit);

  /** The sort order of a list of conflicts. */
  record Order(By by, boolean descending) {
    /** The default order. */
    public static final Order NEWEST_FIRST = new Order(By.FOUND_AT, true);

    /** The sort key. */
    public enum By {
      /** By the first push that met the conflict. */
      FOUND_AT,
      /** By the type, then by the first push that met the conflict. */
      TYPE_KEY
    }
  }
}
