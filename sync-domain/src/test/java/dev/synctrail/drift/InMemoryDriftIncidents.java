package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.platform.PlatformId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Drift incidents in a list. */
public final class InMemoryDriftIncidents implements DriftIncidents {
  private final List<DriftIncident> incidents = new ArrayList<>();

  @Override
  public Optional<DriftIncident> ongoing(PlatformId platform, TypeKey typeKey) {
    return list(platform, typeKey, true, null, false, 1).stream().findFirst();
  }

  @Override
  public void save(DriftIncident driftIncident) {
    incidents.removeIf(one -> one.id().equals(driftIncident.id()));
    incidents.add(driftIncident);
  }

  @Override
  public List<DriftIncident> list(
      @Nullable PlatformId platform,
      @Nullable TypeKey typeKey,
      @Nullable Boolean ongoing,
      @Nullable UUID cursor,
      boolean backwards,
      int limit) {
    return incidents.stream()
        .filter(one -> platform == null || one.platform().equals(platform))
        .filter(one -> typeKey == null || one.typeKey().equals(typeKey))
        .filter(one -> ongoing == null || (one.endedAt() == null) == ongoing)
        .limit(limit)
        .toList();
  }
}
