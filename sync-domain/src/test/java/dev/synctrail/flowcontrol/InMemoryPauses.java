package dev.synctrail.flowcontrol;

import dev.synctrail.platform.PlatformId;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Pauses without a database. */
final class InMemoryPauses implements Pauses {
  private final Map<UUID, Pause> pauses = new LinkedHashMap<>();

  @Override
  public List<Pause> inForce(@Nullable PlatformId platform, Instant now) {
    return page(platform, true, now, null, false, Integer.MAX_VALUE);
  }

  @Override
  public Optional<Pause> find(UUID id) {
    return Optional.ofNullable(pauses.get(id));
  }

  @Override
  public List<Pause> page(
      @Nullable PlatformId platform,
      @Nullable Boolean active,
      Instant now,
      @Nullable UUID cursor,
      boolean backwards,
      int limit) {
    return pauses.values().stream()
        .filter(
            pause ->
                platform == null || pause.platform() == null || platform.equals(pause.platform()))
        .filter(pause -> active == null || active == pause.lasts(now))
        .sorted(Comparator.comparing(pause -> pause.platform() == null))
        .toList();
  }

  @Override
  public boolean add(Pause pause) {
    boolean taken =
        inForce(null, pause.since()).stream()
            .anyMatch(other -> Objects.equals(other.platform(), pause.platform()));
    if (!taken) {
      pauses.put(pause.id(), pause);
    }
    return !taken;
  }

  @Override
  public boolean end(UUID id, Instant at, String actor) {
    Pause pause = pauses.get(id);
    if (pause == null || !pause.lasts(at)) {
      return false;
    }
    pauses.put(
        id,
        new Pause(
            id,
            pause.platform(),
            pause.reason(),
            pause.actor(),
            pause.since(),
            pause.until(),
            at,
            actor));
    return true;
  }
}
