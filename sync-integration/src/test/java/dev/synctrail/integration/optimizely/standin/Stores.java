package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** All resources of the platform, by kind. */
final class Stores {
  private final Map<Kind, ResourceStore> all = new EnumMap<>(Kind.class);

  Stores(Clock clock) {
    for (Kind kind : Kind.values()) {
      all.put(kind, new ResourceStore(kind, clock));
    }
    clear();
  }

  ResourceStore of(Kind kind) {
    return Objects.requireNonNull(all.get(kind));
  }

  /** Removes everything except the initial state of every platform: one language. */
  void clear() {
    all.values().forEach(ResourceStore::clear);
    of(Kind.LOCALES)
        .put(
            Json.createObjectBuilder()
                .add("key", "en")
                .add("displayName", "English")
                .add("routeSegment", "en")
                .build(),
            "system",
            Settings.DEFAULTS);
  }

  /** Ends the lag of reads. */
  void catchUp() {
    all.values().forEach(ResourceStore::catchUp);
  }
}
