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
 * Which members of a type are ours: those that one of our own contents has had. A member that is
 * there and never was ours is the platform's, or somebody else's, and stays; one that was ours and
 * is not wanted any more was removed on purpose. Our contents are read only as far as somebody
 * asks.
 */
public final class OwnMembers {
  private static final JsonProvider JSON = JsonProvider.provider();

  private final List<JsonObject> read = new ArrayList<>();
  private final Iterator<Snapshot> more;
  private final Function<JsonObject, Optional<JsonObject>> reading;

  /**
   * @param contents our own, those that are most likely to say it first
   * @param reading finds the type in a content
   */
  public OwnMembers(
      Iterable<Snapshot> contents, Function<JsonObject, Optional<JsonObject>> reading) {
    this.more = contents.iterator();
    this.reading = reading;
  }

  /** Tells whether one of our contents has had a member. */
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
   * Returns what is wanted together with what is there and never was ours.
   *
   * @param into which object members are looked into, by their path
   */
  public JsonObject keeping(
      JsonObject live, JsonObject wanted, BiPredicate<List<String>, JsonObject> into) {
    return keeping(List.of(), live, wanted, into);
  }

  private JsonObject keeping(
      List<String> at,
      JsonObject live,
      JsonObject wanted,
      BiPredicate<List<String>, JsonObject> into) {
    JsonObjectBuilder kept = JSON.createObjectBuilder(wanted);
    live.forEach(
        (name, value) -> {
          List<String> path = new ArrayList<>(at);
          path.add(name);
          JsonValue want = wanted.get(name);
          if (want == null) {
            if (!had(path)) {
              kept.add(name, value);
            }
          } else if (value instanceof JsonObject is
              && want instanceof JsonObject wants
              && into.test(path, is)) {
            kept.add(name, keeping(path, is, wants, into));
          }
        });
    return kept.build();
  }
}
