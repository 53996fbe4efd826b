package dev.synctrail.integration.adapter;

import dev.synctrail.integration.http.ExchangeResult;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a platform holds by the one strict reader, so that equal values mean the same, and
 * compares it with what is wanted. What a platform only says, such as a reason, is read loosely.
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

  /**
   * Reads an object whose values are kept nowhere, such as a problem or the head of a list; a
   * number or character that {@link StrictJson} refuses does not hide the rest. Empty when there is
   * no object at all.
   */
  public static Optional<JsonObject> loosely(ExchangeResult ended) {
    Snapshot text = ended.decoded().text();
    if (text == null) {
      return Optional.empty();
    }
    Optional<JsonObject> strict = read(text);
    if (strict.isPresent()) {
      return strict;
    }
    try (JsonReader reader =
        Json.createReader(
            new InputStreamReader(
                new ByteArrayInputStream(text.bytes()), StandardCharsets.UTF_8))) {
      return Optional.of(reader.readObject());
    } catch (JsonException e) {
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
