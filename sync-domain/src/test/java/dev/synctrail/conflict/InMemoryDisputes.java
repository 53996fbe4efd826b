package dev.synctrail.conflict;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.tracking.SyncId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Conflicts in a map. */
public final class InMemoryDisputes implements Disputes {
  private final Map<SyncId, Dispute> disputes = new LinkedHashMap<>();

  @Override
  public void save(Dispute dispute) {
    disputes.put(dispute.sync(), dispute);
  }

  @Override
  public Optional<Dispute> of(SyncId sync) {
    return Optional.ofNullable(disputes.get(sync));
  }

  @Override
  public Optional<Dispute> lock(SyncId sync) {
    return of(sync);
  }

  @Override
  public void overtake(PlatformId platform, TypeKey typeKey, SyncId by) {
    disputes.replaceAll(
        (sync, one) ->
            one.isOpen()
                    && one.platform().equals(platform)
                    && one.typeKey().equals(typeKey)
                    && sync.compareTo(by) < 0
                ? overtaken(one, by)
                : one);
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
        by);
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
