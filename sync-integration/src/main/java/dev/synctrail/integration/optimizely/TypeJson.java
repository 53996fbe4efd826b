package dev.synctrail.integration.optimizely;

import dev.synctrail.snapshot.Snapshot;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a type's bytes and compares what they mean. */
final class TypeJson {
  /** What the platform says of a type and nobody can set. */
  static final Set<String> READ_ONLY =
      Set.of("source", "created", "createdBy", "lastModified", "lastModifiedBy");

  private TypeJson() {}

  /** Reads an object in UTF-8; empty when the bytes are none. */
  static Optional<JsonObject> read(@Nullable Snapshot bytes) {
    if (bytes == null) {
      return Optional.empty();
    }
    try (JsonReader reader =
        Json.createReaderFactory(Map.of())
            .createReader(new ByteArrayInputStream(bytes.bytes()), StandardCharsets.UTF_8)) {
      return Optional.of(reader.readObject());
    } catch (JsonException | IllegalStateException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Returns the type without what only the platform can say. */
  static JsonObject settable(JsonObject type) {
    if (READ_ONLY.stream().noneMatch(type::containsKey)) {
      return type;
    }
    JsonObjectBuilder settable = Json.createObjectBuilder(type);
    READ_ONLY.forEach(settable::remove);
    return settable.build();
  }

  /** Returns text where there is text. */
  static Optional<String> text(JsonObject object, String name) {
    return object.get(name) instanceof JsonString text
        ? Optional.of(text.getString())
        : Optional.empty();
  }

  /** Tells whether both say the same, numbers by value and members in any order. */
  static boolean same(JsonValue one, JsonValue other) {
    if (one instanceof JsonObject a && other instanceof JsonObject b) {
      return a.size() == b.size()
          && a.entrySet().stream()
              .allMatch(
                  entry -> {
                    JsonValue there = b.get(entry.getKey());
                    return there != null && same(entry.getValue(), there);
                  });
    }
    if (one instanceof JsonArray a && other instanceof JsonArray b) {
      if (a.size() != b.size()) {
        return false;
      }
      Iterator<JsonValue> others = b.iterator();
      return a.stream().allMatch(value -> same(value, others.next()));
    }
    return scalarSame(one, other);
  }

  /** Tells whether everything wanted is there; what is there besides does not matter. */
  static boolean covers(@Nullable JsonValue live, JsonValue wanted) {
    if (live == null) {
      return isDefault(wanted);
    }
    if (live instanceof JsonObject a && wanted instanceof JsonObject b) {
      return b.entrySet().stream()
          .allMatch(entry -> covers(a.get(entry.getKey()), entry.getValue()));
    }
    if (live instanceof JsonArray a && wanted instanceof JsonArray b) {
      if (a.size() != b.size()) {
        return false;
      }
      Iterator<JsonValue> wants = b.iterator();
      return a.stream().allMatch(value -> covers(value, wants.next()));
    }
    return (wanted.equals(JsonValue.NULL) && isDefault(live)) || scalarSame(live, wanted);
  }

  /** Tells whether the value says no more than leaving it out would. */
  static boolean isDefault(JsonValue value) {
    return switch (value.getValueType()) {
      case NULL, FALSE -> true;
      case TRUE -> false;
      case NUMBER -> ((JsonNumber) value).bigDecimalValue().signum() == 0;
      case STRING -> ((JsonString) value).getString().isEmpty();
      case ARRAY -> value.asJsonArray().isEmpty();
      case OBJECT -> value.asJsonObject().values().stream().allMatch(TypeJson::isDefault);
    };
  }

  private static boolean scalarSame(JsonValue one, JsonValue other) {
    if (one instanceof JsonNumber a && other instanceof JsonNumber b) {
      BigDecimal left = a.bigDecimalValue();
      return left.compareTo(b.bigDecimalValue()) == 0;
    }
    return one.equals(other);
  }
}
