package dev.synctrail.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Platforms without a database, for use cases; tested by the same contract. */
public final class InMemoryPlatforms implements Platforms {
  private final Map<String, List<Platform>> revisions = new TreeMap<>();
  private final Set<PlatformId> removed = new HashSet<>();

  @Override
  public Optional<Platform> find(PlatformId id) {
    return removed.contains(id) ? Optional.empty() : revisions(id).stream().findFirst();
  }

  @Override
  public List<Platform> all() {
    return revisions.keySet().stream().flatMap(id -> find(new PlatformId(id)).stream()).toList();
  }

  @Override
  public List<Platform> revisions(PlatformId id) {
    return revisions.getOrDefault(id.value(), List.of()).stream()
        .sorted(Comparator.comparing(Platform::revision).reversed())
        .toList();
  }

  @Override
  public void add(Platform platform) {
    if (platform.revision() != revisions(platform.id()).size() + 1) {
      throw new IllegalStateException("Not the next revision of " + platform.id());
    }
    revisions.computeIfAbsent(platform.id().value(), id -> new ArrayList<>()).add(platform);
    removed.remove(platform.id());
  }

  @Override
  public boolean remove(PlatformId id) {
    return find(id).isPresent() && removed.add(id);
  }
}
