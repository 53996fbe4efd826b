package dev.synctrail.web.rest;

import dev.synctrail.contenttype.MalformedJson;
import dev.synctrail.contenttype.StrictJson;
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
 * Reads a request's JSON object member by member and tells everything that is wrong at once.
 *
 * <pre>{@code
 * record Wanted(String name, Instant at) {}
 * Wanted wanted = JsonBody.read(bytes, in -> new Wanted(in.text("name", 1, 255), in.instant("at")));
 * }</pre>
 *
 * <p>A member that is asked for becomes a known one; what was never asked for is refused. A faulty
 * member yields a placeholder, which never leaves {@link #read}: it throws when there is any fault.
 * A member that is {@code null} counts as left out.
 */
public final class JsonBody {
  private final JsonObject json;
  private final String pointer;
  private final List<Fault> faults;
  private final Set<String> known = new LinkedHashSet<>();

  private JsonBody(JsonObject json, String pointer, List<Fault> faults) {
    this.json = json;
    this.pointer = pointer;
    this.faults = faults;
  }

  /**
   * Reads a body that must be one JSON object.
   *
   * @throws Problem 400, with every fault
   */
  public static <T> T read(byte[] bytes, Function<JsonBody, T> shape) {
    return read(parse(bytes), shape);
  }

  /**
   * Reads a body of which one member is content, to be taken as exact bytes and never as a tree.
   *
   * @param shape gets the other members and the content's bytes
   * @throws Problem 400, with every fault
   */
  public static <T> T readAround(
      byte[] bytes, String content, BiFunction<JsonBody, byte[], T> shape) {
    try {
      StrictJson json = StrictJson.readObject(bytes);
      byte[] exact = json.bytesOf(content).orElse(null);
      return read(
          json.objectWithout(content),
          in -> {
            in.known.add(content);
            if (exact == null || exact[0] != '{') {
              in.fault(content, "An object is expected here");
            }
            return shape.apply(in, exact == null ? new byte[0] : exact);
          });
    } catch (MalformedJson e) {
      throw malformed(e);
    }
  }

  /**
   * Reads an object of which one member, if it is there, is left to the shape to take from the
   * text.
   *
   * @throws Problem 400, with every fault
   */
  public static <T> T readBeside(
      byte[] bytes, String member, BiFunction<JsonBody, StrictJson, T> shape) {
    try {
      StrictJson json = StrictJson.readObject(bytes);
      return read(json.objectWithout(member), in -> shape.apply(in, json));
    } catch (MalformedJson e) {
      throw malformed(e);
    }
  }

  /**
   * Reads a body that is empty or one JSON object; empty counts as {@code {}}.
   *
   * @throws Problem 400, with every fault
   */
  public static <T> T readOptional(byte[] bytes, Function<JsonBody, T> shape) {
    return read(bytes.length == 0 ? JsonValue.EMPTY_JSON_OBJECT : parse(bytes), shape);
  }

  private static <T> T read(JsonObject json, Function<JsonBody, T> shape) {
    List<Fault> faults = new ArrayList<>();
    JsonBody body = new JsonBody(json, "", faults);
    @Nullable T read = null;
    try {
      read = shape.apply(body);
    } catch (IllegalArgumentException e) {
      if (faults.isEmpty()) {
        faults.add(Fault.at("", String.valueOf(e.getMessage())));
      }
    }
    body.refuseUnknown();
    if (!faults.isEmpty() || read == null) {
      throw Problem.malformed(faults);
    }
    return read;
  }

  private static JsonObject parse(byte[] bytes) {
    try {
      return StrictJson.readObject(bytes).object();
    } catch (MalformedJson e) {
      throw malformed(e);
    }
  }

  /** Tells of bytes that are no JSON, for those who read them by {@link StrictJson} themselves. */
  public static Problem malformed(MalformedJson e) {
    String place = " (line %d, column %d)".formatted(e.line(), e.column());
    return Problem.of(
        400,
        "MALFORMED_JSON",
        "The body is not valid JSON",
        List.of(Fault.at(e.pointer(), e.detail() + place)));
  }

  /** Tells whether the member is there and not {@code null}. */
  public boolean has(String name) {
    return optional(name) != null;
  }

  /** A text of {@code min} to {@code max} UTF-16 characters that must be there. */
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

  /** A text of at most {@code max} UTF-16 characters, or null. */
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

  /** A text that must be there and that {@code type} takes; its own message is the fault. */
  public <T> T value(String name, Function<String, T> type, T placeholder) {
    T value = optionalValue(name, type);
    if (value == null && !has(name)) {
      missing(name);
    }
    return value == null ? placeholder : value;
  }

  /** A text that {@code type} takes, or null; an {@link IllegalArgumentException} is the fault. */
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

  /** An instant that must be there. */
  public Instant instant(String name) {
    return value(name, Values::instant, Instant.EPOCH);
  }

  /** An instant, or null. */
  public @Nullable Instant optionalInstant(String name) {
    return optionalValue(name, Values::instant);
  }

  /** A UUID, or null. */
  public @Nullable UUID optionalUuid(String name) {
    return optionalValue(name, Values::uuid);
  }

  /** The name of a constant that must be there. */
  public <E extends Enum<E>> E constant(String name, Class<E> type) {
    return value(name, text -> type.cast(Values.constant(type, text)), type.getEnumConstants()[0]);
  }

  /** The name of a constant, or null. */
  public <E extends Enum<E>> @Nullable E optionalConstant(String name, Class<E> type) {
    return optionalValue(name, text -> type.cast(Values.constant(type, text)));
  }

  /** A boolean, or {@code otherwise} when it is not there. */
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

  /** A whole number within the bounds, both inclusive, or null. */
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
      // Told below: a fraction and a number too large are the same fault.
    }
    fault(name, "Must be a whole number from " + min + " to " + max);
    return null;
  }

  /** A whole number within the bounds, both inclusive, that must be there. */
  public int integer(String name, int min, int max) {
    Integer value = optionalInteger(name, min, max);
    if (value == null && !has(name)) {
      missing(name);
    }
    return value == null ? min : value;
  }

  /** Texts that {@code type} takes, in order; empty when the member is not there. */
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

  /** Objects of one shape, in order; empty when the member is not there. */
  public <T> List<T> objects(String name, Function<JsonBody, T> shape) {
    List<T> read = new ArrayList<>();
    JsonArray array = array(name);
    for (int i = 0; i < array.size(); i++) {
      String at = Fault.pointer(pointer, name, Integer.toString(i));
      if (array.get(i) instanceof JsonObject object) {
        JsonBody element = new JsonBody(object, at, faults);
        read.add(shape.apply(element));
        element.refuseUnknown();
      } else {
        faults.add(Fault.at(at, "Not an object"));
      }
    }
    return read;
  }

  /** An object of a known shape; {@code {}} when the member is not there. */
  public <T> T object(String name, Function<JsonBody, T> shape) {
    JsonObject object = optionalObject(name);
    JsonBody member =
        new JsonBody(
            object == null ? JsonValue.EMPTY_JSON_OBJECT : object,
            Fault.pointer(pointer, name),
            faults);
    T read = shape.apply(member);
    member.refuseUnknown();
    return read;
  }

  /** An object whose members are texts of at most {@code max} characters; empty when not there. */
  public Map<String, String> texts(String name, int max) {
    JsonObject object = optionalObject(name);
    Map<String, String> texts = new LinkedHashMap<>();
    if (object != null) {
      JsonBody members = new JsonBody(object, Fault.pointer(pointer, name), faults);
      for (String member : object.keySet()) {
        texts.put(member, members.text(member, 0, max));
      }
    }
    return texts;
  }

  /** An object of any shape, or null. */
  public @Nullable JsonObject optionalObject(String name) {
    return optional(name, ValueType.OBJECT, "an object") instanceof JsonObject object
        ? object
        : null;
  }

  /** An object of any shape that must be there. */
  public JsonObject object(String name) {
    JsonObject object = optionalObject(name);
    if (object == null && !has(name)) {
      missing(name);
    }
    return object == null ? JsonValue.EMPTY_JSON_OBJECT : object;
  }

  /** Anything but {@code null}, or null when it is not there. */
  public @Nullable JsonValue optional(String name) {
    known.add(name);
    JsonValue value = json.get(name);
    return value == null || value.getValueType() == ValueType.NULL ? null : value;
  }

  /** Tells of a fault of the member that only the caller can see. */
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

  private void missing(String name) {
    fault(name, "Missing");
  }

  private void refuseUnknown() {
    json.keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> fault(name, "Unknown; known members are " + String.join(", ", known)));
  }
}
