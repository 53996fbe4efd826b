package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Change freezes without a database. */
final class InMemoryFreezes implements Freezes {
  private final Map<UUID, Freeze> freezes = new LinkedHashMap<>();

  @Override
  public List<Freeze> all() {
    return List.copyOf(freezes.values());
  }

  @Override
  public List<Freeze> on(PlatformId platform, Instant now) {
    return freezes.values().stream()
        .filter(
            freeze ->
                freeze.next(now).isPresent()
                    && (freeze.platform() == null || freeze.platform().equals(platform)))
        .toList();
  }

  @Override
  public Optional<Freeze> find(UUID id) {
    return Optional.ofNullable(freezes.get(id));
  }

  @Override
  public void add(Freeze freeze) {
    freezes.put(freeze.id(), freeze);
  }

  @Override
  public boolean remove(UUID id, Instant at, String actor) {
    Freeze freeze = freezes.get(id);
    if (freeze == null || freeze.removedAt() != null) {
      return false;
    }
    freezes.put(
        id,
        new Freeze(
            id,
            freeze.platform(),
            freeze.name(),
            freeze.reason(),
            freeze.window(),
            freeze.actor(),
            freeze.createdAt(),
            at,
            actor));
    return true;
  }
}
