package dev.synctrail.web.rest;

import static java.util.Objects.requireNonNull;

import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON object member by member and reports all faults at once. {@link RequestReader} reads
 * requests with it, and an import reads its lines.
 *
 * <p>Each member that is read becomes a known one, and unknown members are rejected. A faulty
 * member yields a placeholder that never leaves this class, because reading fails if there is any
 * fault. A member that is {@code null} counts as missing.
 */
public final class JsonBody {
  private final JsonObject json;
  private final String pointer;
  private final List<Fault> faults;
  private final @Nullable StrictJson text;
  private final Set<String> known = new LinkedHashSet<>();

  private JsonBody(JsonObject json, String pointer, List<Fault> faults, @Nullable StrictJson text) {
    this.json = json;
    this.pointer = pointer;
    this.faults = faults;
    this.text = text;
  }

  /**
   * Reads a JSON object.
   *
   * @param exact members that are not parsed into a tree: the shape reads their bytes
   * @throws Problem 400 with all faults
   */
  public static <T> T read(
      byte[] bytes, Set<String> exact, BiFunction<JsonBody, StrictJson, T> shape) {
    List<Fault> faults = new ArrayList<>();
    try {
      StrictJson text = StrictJson.readObject(bytes);
      JsonBody body = new JsonBody(text.objectWithEmpty(exact), "", faults, text);
      body.known.addAll(exact);
      T read = shape.apply(body, text);
      body.rejectUnknown();
      if (faults.isEmpty()) {
        return read;
      }
    } catch (MalformedJson e) {
      throw malformed(e);
    } catch (IllegalArgumentException e) {
      if (faults.isEmpty()) {
        faults.add(Fault.at("", String.valueOf(e.getMessage())));
      }
    }
    throw Problem.malformed(faults);
  }

  /** Creates the problem for bytes that are not valid JSON, for callers of {@link StrictJson}. */
  public static Problem malformed(MalformedJson e) {
    String place = " (line %d, column %d)".formatted(e.line(), e.column());
    return Problem.of(
        400,
        "MALFORMED_JSON",
        "The body is not valid JSON",
        List.of(Fault.at(e.pointer(), e.detail() + place)));
  }

  /** Tells whether the member exists and is not {@code null}. */
  public boolean has(String name) {
    return optional(name) != null;
  }

  /** Reads a required text of {@code min} to {@code max} UTF-16 characters. */
  public String text(String name, int min, int max) {
    String text = optionalText(name, max);
    if (text == null) {
      if (!has(name)) {
        missing(name);
      }
      return "";
    }
    if (text.length() < min) {
      fault(name, "Shorter than " + min + " characters");
    }
    return text;
  }

  /** Reads an optional text of at most {@code max} UTF-16 characters. */
  public @Nullable String optionalText(String name, int max) {
    if (!(optional(name, ValueType.STRING, "a string") instanceof JsonString value)) {
      return null;
    }
    String text = value.getString();
    if (text.length() > max) {
      fault(name, "Longer than " + max + " characters");
    } else if (text.indexOf('\0') >= 0) {
      fault(name, "Must not contain the character U+0000");
    }
    return text;
  }

  /**
   * Reads a required value from its text; the message of the converter's exception is the fault.
   */
  public <T> T value(String name, Function<String, T> type, T placeholder) {
    T value = optionalValue(name, type);
    if (value == null && !has(name)) {
      missing(name);
    }
    return value == null ? placeholder : value;
  }

  /** Reads an optional value from its text; an {@link IllegalArgumentException} becomes a fault. */
  public <T> @Nullable T optionalValue(String name, Function<String, T> type) {
    String text = optionalText(name, Integer.MAX_VALUE);
    if (text == null) {
      return null;
    }
    try {
      return type.apply(text);
    } catch (IllegalArgumentException e) {
      fault(name, String.valueOf(e.getMessage()));
      return null;
    }
  }

  /** Reads a required instant. */
  public Instant instant(String name) {
    return value(name, Values::instant, Instant.EPOCH);
  }

  /** Reads an optional instant. */
  public @Nullable Instant optionalInstant(String name) {
    return optionalValue(name, Values::instant);
  }

  /** Reads an optional UUID. */
  public @Nullable UUID optionalUuid(String name) {
    return optionalValue(name, Values::uuid);
  }

  /** Reads the name of a required enum constant. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return value(name, text -> type.cast(Values.constant(type, text)), type.getEnumConstants()[0]);
  }

  /** Reads the name of an optional enum constant. */
  public <E extends Enum<E>> @Nullable E optionalConstant(String name, Class<E> type) {
    return optionalValue(name, text -> type.cast(Values.constant(type, text)));
  }

  /** Reads a boolean, or returns {@code otherwise} if the member is missing. */
  public boolean flag(String name, boolean otherwise) {
    JsonValue value = optional(name);
    if (value == null) {
      return otherwise;
    }
    if (value.getValueType() != ValueType.TRUE && value.getValueType() != ValueType.FALSE) {
      fault(name, "Must be true or false");
      return otherwise;
    }
    return value.getValueType() == ValueType.TRUE;
  }

  /** Reads an optional whole number within the inclusive bounds. */
  public @Nullable Integer optionalInteger(String name, int min, int max) {
    if (!(optional(name, ValueType.NUMBER, "a number") instanceof JsonNumber number)) {
      return null;
    }
    try {
      int value = number.intValueExact();
      if (value >= min && value <= max) {
        return value;
      }
    } catch (ArithmeticException e) {
      // Reported below: a fraction and a number out of range are the same fault.
    }
    fault(name, "Must be a whole number from " + min + " to " + max);
    return null;
  }

  /** Reads a required whole number within the inclusive bounds. */
  public int integer(String name, int min, int max) {
    Integer value = optionalInteger(name, min, max);
    if (value == null && !has(name)) {
      missing(name);
    }
    return value == null ? min : value;
  }

  /** Reads an array of texts converted to values; empty if the member is missing. */
  public <T> List<T> values(String name, Function<String, T> type) {
    List<T> read = new ArrayList<>();
    JsonArray array = array(name);
    for (int i = 0; i < array.size(); i++) {
      String at = Fault.pointer(pointer, name, Integer.toString(i));
      if (!(array.get(i) instanceof JsonString text)) {
        faults.add(Fault.at(at, "Not a string"));
        continue;
      }
      try {
        read.add(type.apply(text.getString()));
      } catch (IllegalArgumentException e) {
        faults.add(Fault.at(at, String.valueOf(e.getMessage())));
      }
    }
    return read;
  }

  /** Reads an array of objects of the same shape; empty if the member is missing. */
  public <T> List<T> objects(String name, Function<JsonBody, T> shape) {
    List<T> read = new ArrayList<>();
    JsonArray array = array(name);
    for (int i = 0; i < array.size(); i++) {
      String at = Fault.pointer(pointer, name, Integer.toString(i));
      if (array.get(i) instanceof JsonObject object) {
        JsonBody element = new JsonBody(object, at, faults, null);
        read.add(shape.apply(element));
        element.rejectUnknown();
      } else {
        faults.add(Fault.at(at, "Not an object"));
      }
    }
    return read;
  }

  /** Reads an object of a known shape; {@code {}} if the member is missing. */
  public <T> T object(String name, Function<JsonBody, T> shape) {
    JsonObject object = optionalObject(name);
    JsonBody member =
        new JsonBody(
            object == null ? JsonValue.EMPTY_JSON_OBJECT : object,
            Fault.pointer(pointer, name),
            faults,
            null);
    T read = shape.apply(member);
    member.rejectUnknown();
    return read;
  }

  /**
   * Reads an object whose members are texts of at most {@code max} characters; empty if missing.
   */
  public Map<String, String> texts(String name, int max) {
    JsonObject object = optionalObject(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (object != null) {
      JsonBody members = new JsonBody(object, Fault.pointer(pointer, name), faults, null);
      for (String member : object.keySet()) {
        texts.put(member, members.text(member, 0, max));
      }
    }
    return texts;
  }

  /** Reads an optional object of any shape. */
  public @Nullable JsonObject optionalObject(String name) {
    return optional(name, ValueType.OBJECT, "an object") instanceof JsonObject object
        ? object
        : null;
  }

  /** Reads any value, or null if the member is missing or {@code null}. */
  public @Nullable JsonValue optional(String name) {
    known.add(name);
    JsonValue value = json.get(name);
    return value == null || value.getValueType() == ValueType.NULL ? null : value;
  }

  /** Returns the exact bytes of a member of the body that is an object or an array. */
  byte[] exactBytes(String name) {
    return requireNonNull(text, "Only the members of the body itself have exact bytes")
        .bytesOf(name)
        .orElseThrow();
  }

  /** Reports a fault below this object. */
  void faultAt(String relativePointer, String detail) {
    faults.add(Fault.at(pointer + relativePointer, detail));
  }

  /** Reports a fault of a member that only the caller can detect. */
  public void fault(String name, String detail) {
    faults.add(Fault.at(Fault.pointer(pointer, name), detail));
  }

  private JsonArray array(String name) {
    return optional(name, ValueType.ARRAY, "an array") instanceof JsonArray array
        ? array
        : JsonValue.EMPTY_JSON_ARRAY;
  }

  private @Nullable JsonValue optional(String name, ValueType type, String words) {
    JsonValue value = optional(name);
    if (value != null && value.getValueType() != type) {
      fault(name, "Not " + words);
      return null;
    }
    return value;
  }

  void missing(String name) {
    fault(name, "Missing");
  }

  private void rejectUnknown() {
    json.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> fault(name, "Unknown; known members are " + String.join(", ", known)));
  }
}
