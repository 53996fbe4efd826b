package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.OnConflict;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Conflicts in a map. Like the table, it rejects a second open conflict of a type on a platform.
 */
public final class InMemoryConflicts implements Conflicts {
  private final Map<SyncId, Conflict> conflicts = new LinkedHashMap<>();

  @Override
  public void save(Conflict conflict) {
    boolean second =
        conflict.isOpen()
            && last(one -> isOpenOf(one, conflict.platform(), conflict.typeKey()))
                .filter(one -> !one.sync().equals(conflict.sync()))
                .isPresent();
    if (second) {
      throw new IllegalStateException("A second open conflict of " + conflict.typeKey());
    }
    conflicts.put(conflict.sync(), conflict);
  }

  @Override
  public Optional<Conflict> of(SyncId sync) {
    return last(one -> one.metBy().contains(sync));
  }

  @Override
  public Optional<Conflict> lock(SyncId sync) {
    return of(sync);
  }

  @Override
  public Optional<Conflict> lockOpen(PlatformId platform, TypeKey typeKey) {
    return open(platform, typeKey);
  }

  @Override
  public Optional<Conflict> open(PlatformId platform, TypeKey typeKey) {
    return last(one -> isOpenOf(one, platform, typeKey));
  }

  @Override
  public Optional<Conflict> decidedIn(RunId run, TypeKey typeKey) {
    return last(one -> run.equals(one.resolvedBy()) && one.typeKey().equals(typeKey));
  }

  @Override
  public Optional<Conflict> keptTheirs(PlatformId platform, TypeKey typeKey) {
    return conflicts.values().stream()
        .filter(one -> one.resolution() == OnConflict.KEEP_THEIRS)
        .filter(one -> one.platform().equals(platform) && one.typeKey().equals(typeKey))
        .max(Comparator.comparing(one -> Objects.requireNonNull(one.resolvedAt())));
  }

  /** Deletes the conflict that a push has met, as a purge does. */
  public void purge(SyncId sync) {
    conflicts.values().removeIf(one -> one.metBy().contains(sync));
  }

  private Optional<Conflict> last(Predicate<Conflict> condition) {
    return conflicts.values().stream().filter(condition).reduce((earlier, later) -> later);
  }

  private static boolean isOpenOf(Conflict one, PlatformId platform, TypeKey typeKey) {
    return one.isOpen() && one.platform().equals(platform) && one.typeKey().equals(typeKey);
  }

  @Override
  public void supersede(PlatformId platform, TypeKey typeKey, SyncId by) {
    conflicts.replaceAll(
        (sync, one) ->
            isOpenOf(one, platform, typeKey) && sync.compareTo(by) < 0 ? superseded(one, by) : one);
  }

  private static Conflict superseded(Conflict one, SyncId by) {
    return new Conflict(
        one.sync(),
        one.platform(),
        one.typeKey(),
        one.base(),
        one.theirs(),
        one.wanted(),
        one.wantedThen(),
        one.fields(),
        one.etag(),
        one.foundAt(),
        null,
        null,
        null,
        null,
        null,
        by,
        one.updatedAt(),
        one.metBy());
  }

  @Override
  public long countOpen() {
    return conflicts.values().stream().filter(Conflict::isOpen).count();
  }

  @Override
  public long count(@Nullable PlatformId platform, @Nullable Boolean open) {
    return list(platform, open, Order.NEWEST_FIRST, null, false, Integer.MAX_VALUE).size();
  }

  @Override
  public List<Conflict> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      Order order,
      @Nullable SyncId cursor,
      boolean backwards,
      int limit) {
    return conflicts.values().stream()
        .filter(one -> platform == null || one.platform().equals(platform))
        .filter(one -> open == null || one.isOpen() == open)
        .limit(limit)
        .toList();
  }
}
