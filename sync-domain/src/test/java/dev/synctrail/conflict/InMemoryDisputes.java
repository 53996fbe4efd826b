package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.RunId;
import dev.synctrail.tracking.SyncId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Conflicts in a map; like the table, it takes no second open one of a type and a platform. */
public final class InMemoryDisputes implements Disputes {
  private final Map<SyncId, Dispute> disputes = new LinkedHashMap<>();

  @Override
  public void save(Dispute dispute) {
    boolean second =
        dispute.isOpen()
            && last(one -> isOpenOf(one, dispute.platform(), dispute.typeKey()))
                .filter(one -> !one.sync().equals(dispute.sync()))
                .isPresent();
    if (second) {
      throw new IllegalStateException("A second open conflict of " + dispute.typeKey());
    }
    disputes.put(dispute.sync(), dispute);
  }

  @Override
  public Optional<Dispute> of(SyncId sync) {
    return last(one -> one.metBy().contains(sync));
  }

  @Override
  public Optional<Dispute> lock(SyncId sync) {
    return of(sync);
  }

  @Override
  public Optional<Dispute> lockOpen(PlatformId platform, TypeKey typeKey) {
    return open(platform, typeKey);
  }

  @Override
  public Optional<Dispute> open(PlatformId platform, TypeKey typeKey) {
    return last(one -> isOpenOf(one, platform, typeKey));
  }

  @Override
  public Optional<Dispute> decidedIn(RunId run, TypeKey typeKey) {
    return last(one -> run.equals(one.resolvedBy()) && one.typeKey().equals(typeKey));
  }

  private Optional<Dispute> last(Predicate<Dispute> condition) {
    return disputes.values().stream().filter(condition).reduce((earlier, later) -> later);
  }

  private static boolean isOpenOf(Dispute one, PlatformId platform, TypeKey typeKey) {
    return one.isOpen() && one.platform().equals(platform) && one.typeKey().equals(typeKey);
  }

  @Override
  public void overtake(PlatformId platform, TypeKey typeKey, SyncId by) {
    disputes.replaceAll(
        (sync, one) ->
            isOpenOf(one, platform, typeKey) && sync.compareTo(by) < 0 ? overtaken(one, by) : one);
  }

  private static Dispute overtaken(Dispute one, SyncId by) {
    return new Dispute(
        one.sync(),
        one.platform(),
        one.typeKey(),
        one.base(),
        one.theirs(),
        one.wanted(),
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
    return disputes.values().stream().filter(Dispute::isOpen).count();
  }

  @Override
  public List<Dispute> list(
      @Nullable PlatformId platform,
      @Nullable Boolean open,
      @Nullable SyncId beside,
      boolean backwards,
      int limit) {
    return disputes.values().stream()
        .filter(one -> platform == null || one.platform().equals(platform))
        .filter(one -> open == null || one.isOpen() == open)
        .limit(limit)
        .toList();
  }
}
