package dev.synctrail.drift;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Period;
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
    return list(new Filter(platform, typeKey, null, true, Period.ALWAYS), null, false, 1).stream()
        .findFirst();
  }

  @Override
  public void save(DriftIncident driftIncident) {
    incidents.removeIf(one -> one.id().equals(driftIncident.id()));
    incidents.add(driftIncident);
  }

  @Override
  public List<DriftIncident> list(
      Filter filter, @Nullable UUID cursor, boolean backwards, int limit) {
    return incidents.stream()
        .filter(one -> filter.platform() == null || one.platform().equals(filter.platform()))
        .filter(one -> filter.typeKey() == null || one.typeKey().equals(filter.typeKey()))
        .filter(one -> filter.ongoing() == null || (one.endedAt() == null) == filter.ongoing())
        .limit(limit)
        .toList();
  }
}
