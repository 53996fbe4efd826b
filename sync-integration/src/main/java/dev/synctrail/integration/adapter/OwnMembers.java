package dev.synctrail.integration.adapter;

import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * Knows which members of a type are ours: those that were in one of our own contents. A live member
 * that was never ours belongs to the platform or to others and is merged. A member that was ours
 * and is no longer desired was removed on purpose. The contents are parsed only as far as needed.
 */
public final class OwnMembers {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final List<JsonObject> read = new ArrayList<>();
  private final Iterator<Snapshot> more;
  private final Function<JsonObject, Optional<JsonObject>> reading;

  /**
   * @param contents our own contents, the most likely ones first
   * @param reading finds the type in a content
   */
  public OwnMembers(
      Iterable<Snapshot> contents, Function<JsonObject, Optional<JsonObject>> reading) {
    this.more = contents.iterator();
    this.reading = reading;
  }

  /** Returns whether one of our contents contained the member. */
  public boolean had(List<String> path) {
    if (read.stream().anyMatch(type -> has(type, path))) {
      return true;
    }
    while (more.hasNext()) {
      JsonObject next = LiveJson.read(more.next()).flatMap(reading).orElse(null);
      if (next != null) {
        read.add(next);
        if (has(next, path)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean has(JsonObject type, List<String> path) {
    JsonObject at = type;
    for (String step : path.subList(0, path.size() - 1)) {
      if (!(at.get(step) instanceof JsonObject inner)) {
        return false;
      }
      at = inner;
    }
    return at.containsKey(path.get(path.size() - 1));
  }

  /**
   * Returns the desired type plus the live members that were never ours.
   *
   * @param into tells which object members are compared member by member, by their path
   */
  public JsonObject withForeignMembers(
      JsonObject live, JsonObject wanted, BiPredicate<List<String>, JsonObject> into) {
    return withForeignMembers(List.of(), live, wanted, into);
  }

  private JsonObject withForeignMembers(
      List<String> at,
      JsonObject live,
      JsonObject wanted,
      BiPredicate<List<String>, JsonObject> into) {
    JsonObjectBuilder merged = JSON.createObjectBuilder(wanted);
    live.forEach(
        (name, value) -> {
          List<String> path = new ArrayList<>(at);
          path.add(name);
          JsonValue want = wanted.get(name);
          if (want == null) {
            if (!had(path)) {
              merged.add(name, value);
            }
          } else if (value instanceof JsonObject is
              && want instanceof JsonObject wants
              && into.test(path, is)) {
            merged.add(name, withForeignMembers(path, is, wants, into));
          }
        });
    return merged.build();
  }
}
