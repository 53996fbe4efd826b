package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The resources of one kind, in the spelling of v1, and the previous states for lagging reads. */
final class ResourceStore {
  /** One state of one resource. */
  record Stored(JsonObject content, String etag, Instant modified) {}

  private static final class Lag {
    final @Nullable Stored before;
    final Instant until;
    int reads;
    int disagreeing;

    Lag(@Nullable Stored before, Settings settings, Instant now) {
      this.before = before;
      this.reads = settings.staleReads();
      this.until = now.plus(settings.staleFor());
      this.disagreeing = settings.disagreeing();
    }
  }

  private final Kind kind;
  private final Clock clock;
  private final Map<String, Stored> resources = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Lag> lags = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Set<String> inUse = new HashSet<>();
  private long revision;

  ResourceStore(Kind kind, Clock clock) {
    this.kind = kind;
    this.clock = clock;
    this.revision = clock.millis();
  }

  synchronized void clear() {
    resources.clear();
    lags.clear();
    inUse.clear();
  }

  synchronized Optional<Stored> current(String key) {
    return Optional.ofNullable(resources.get(key));
  }

  synchronized List<Stored> all() {
    return new ArrayList<>(resources.values());
  }

  /** Returns the state that a read sees, possibly the one before the last write. */
  synchronized Optional<Stored> visible(String key) {
    Lag lag = lags.get(key);
    if (lag != null) {
      if (lag.reads > 0) {
        lag.reads--;
        return Optional.ofNullable(lag.before);
      }
      if (clock.instant().isBefore(lag.until)) {
        return Optional.ofNullable(lag.before);
      }
      if (lag.disagreeing > 0) {
        lag.disagreeing--;
        return lag.disagreeing % 2 == 1 ? Optional.ofNullable(lag.before) : current(key);
      }
      lags.remove(key);
    }
    return current(key);
  }

  /**
   * Stores a state with its author and time, and starts the lag of reads that the settings define.
   */
  synchronized Stored put(JsonObject content, String author, Settings settings) {
    String key = content.getString("key");
    Instant now = clock.instant();
    Stored before = resources.get(key);
    JsonObjectBuilder full = Json.createObjectBuilder(kind.withDefaults(content));
    if (kind.shape().isReadOnly("source")) {
      full.add("source", content.getString("source", ""));
    }
    full.add("created", before == null ? now.toString() : before.content.getString("created"));
    full.add("createdBy", before == null ? author : before.content.getString("createdBy"));
    full.add("lastModified", now.toString());
    full.add("lastModifiedBy", author);
    Stored stored = new Stored(full.build(), "\"" + Long.toHexString(++revision) + "\"", now);
    resources.put(key, stored);
    lag(key, before, settings);
    return stored;
  }

  synchronized void remove(String key, Settings settings) {
    lag(key, resources.remove(key), settings);
  }

  private void lag(String key, @Nullable Stored before, Settings settings) {
    if (settings.lags()) {
      lags.put(key, new Lag(before, settings, clock.instant()));
    }
  }

  /** Ends the lag of reads. */
  synchronized void catchUp() {
    lags.clear();
  }

  synchronized void use(String key) {
    inUse.add(key);
  }

  synchronized boolean isUsed(String key) {
    return inUse.contains(key);
  }
}
