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
 * Parses live states with the strict parser, so that equal values have one meaning, and compares
 * them with the desired state. Values that are only displayed, such as an error reason, are parsed
 * leniently.
 */
public final class LiveJson {
  private LiveJson() {}

  /** Parses an object; empty when the bytes are missing or {@link StrictJson} rejects them. */
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
   * Parses an object whose values are not stored, such as an error or the envelope of a list. A
   * number or character that {@link StrictJson} rejects does not hide the rest. Empty when the body
   * is not an object.
   */
  public static Optional<JsonObject> readLenient(ExchangeResult ended) {
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

  /** Returns the value of a text member; empty when it is missing or not text. */
  public static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** Returns whether the live value contains everything desired; additional members are ignored. */
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
      Iterator<JsonValue> desired = b.iterator();
      return a.stream().allMatch(value -> covers(value, desired.next()));
    }
    return live.equals(wanted);
  }

  /** Returns whether the value means the same as a missing member. */
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
