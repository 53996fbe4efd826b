package dev.synctrail.integration.platform;

import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes by the one strict reader, so that equal values mean the same, and compares what is
 * live with what is wanted.
 */
public final class LiveJson {
  private LiveJson() {}

  /** Reads an object; empty when the bytes are none, or none that {@link StrictJson} accepts. */
  public static Optional<JsonObject> read(@Nullable Snapshot bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(StrictJson.readObject(bytes.bytes()).object());
    } catch (MalformedJson e) {
      return Optional.empty();
    }
  }

  /** Returns text where there is text. */
  public static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** Tells whether everything wanted is there; what is there besides does not matter. */
  public static boolean covers(@Nullable JsonValue live, JsonValue wanted) {
    if (live == null) {
      return isDefault(wanted);
    }
    if (live instanceof JsonObject a && wanted instanceof JsonObject b) {
      return b.entrySet().stream()
          .allMatch(
              entry ->
                  entry.getValue().equals(JsonValue.NULL)
                      || covers(a.get(entry.getKey()), entry.getValue()));
    }
    if (live instanceof JsonArray a && wanted instanceof JsonArray b) {
      if (a.size() != b.size()) {
        return false;
      }
      Iterator<JsonValue> wants = b.iterator();
      return a.stream().allMatch(value -> covers(value, wants.next()));
    }
    return live.equals(wanted);
  }

  /** Tells whether the value says no more than leaving it out would. */
  public static boolean isDefault(JsonValue value) {
    return switch (value.getValueType()) {
      case NULL, FALSE -> true;
      case TRUE -> false;
      case NUMBER -> ((JsonNumber) value).bigDecimalValue().signum() == 0;
      case STRING -> ((JsonString) value).getString().isEmpty();
      case ARRAY -> value.asJsonArray().isEmpty();
      case OBJECT -> value.asJsonObject().values().stream().allMatch(LiveJson::isDefault);
    };
  }
}
