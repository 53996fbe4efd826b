package dev.synctrail.conflict;

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
