package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Validates the value of one member of a resource, and knows which members it may contain. */
interface Check {
  JsonProvider JSON = JsonProvider.provider();

  /** Adds all violations of a value that is not null. */
  void check(String path, JsonValue value, List<Wrong> wrong);

  /** Returns the value without unknown members; calls back for each of them. */
  default JsonValue known(String path, JsonValue value, Consumer<Wrong> unknown) {
    return value;
  }

  /** Returns the value without null members, where null means missing. */
  default JsonValue dense(JsonValue value) {
    return value;
  }

  static Check text(int limit) {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonString text && text.getString().length() <= limit)) {
        wrong.add(new Wrong(path, "Must be text of at most " + limit + " characters"));
      }
    };
  }

  static Check matching(Pattern pattern, String message) {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonString text && pattern.matcher(text.getString()).matches())) {
        wrong.add(new Wrong(path, message));
      }
    };
  }

  static Check oneOf(String... legal) {
    List<String> all = List.of(legal);
    return (path, value, wrong) -> {
      if (!(value instanceof JsonString text && all.contains(text.getString()))) {
        wrong.add(new Wrong(path, "Must be one of " + String.join(", ", all)));
      }
    };
  }

  static Check flag() {
    return (path, value, wrong) -> {
      if (!value.equals(JsonValue.TRUE) && !value.equals(JsonValue.FALSE)) {
        wrong.add(new Wrong(path, "Must be true or false"));
      }
    };
  }

  static Check whole() {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonNumber number && isWhole(number))) {
        wrong.add(new Wrong(path, "Must be a whole number of 32 bits"));
      }
    };
  }

  static Check length() {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonNumber number
          && isWhole(number)
          && number.bigDecimalValue().signum() >= 0)) {
        wrong.add(new Wrong(path, "Must be a whole number of at least 0"));
      }
    };
  }

  private static boolean isWhole(JsonNumber number) {
    return number.isIntegral() && number.bigIntegerValue().bitLength() < Integer.SIZE;
  }

  static Check numberOrText() {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonNumber) && !(value instanceof JsonString)) {
        wrong.add(new Wrong(path, "Must be a number or a date"));
      }
    };
  }

  /** An object with any members. */
  static Check object() {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonObject)) {
        wrong.add(new Wrong(path, "Must be an object"));
      }
    };
  }

  static Check listOf(Check each) {
    return new Check() {
      @Override
      public void check(String path, JsonValue value, List<Wrong> wrong) {
        if (value instanceof JsonArray array) {
          array.forEach(item -> each.check(path, item, wrong));
        } else {
          wrong.add(new Wrong(path, "Must be a list"));
        }
      }

      @Override
      public JsonValue known(String path, JsonValue value, Consumer<Wrong> unknown) {
        if (!(value instanceof JsonArray array)) {
          return value;
        }
        JsonArrayBuilder copy = JSON.createArrayBuilder();
        array.forEach(item -> copy.add(each.known(path, item, unknown)));
        return copy.build();
      }
    };
  }

  /** An object with arbitrary member names and values of one kind. */
  static Check mapOf(Pattern name, Check each) {
    return new Check() {
      @Override
      public void check(String path, JsonValue value, List<Wrong> wrong) {
        if (!(value instanceof JsonObject object)) {
          wrong.add(new Wrong(path, "Must be an object"));
          return;
        }
        object.forEach(
            (key, item) -> {
              if (!name.matcher(key).matches()) {
                wrong.add(new Wrong(path + "." + key, "The name is not allowed"));
              }
              each.check(path + "." + key, item, wrong);
            });
      }

      @Override
      public JsonValue known(String path, JsonValue value, Consumer<Wrong> unknown) {
        if (!(value instanceof JsonObject object)) {
          return value;
        }
        JsonObjectBuilder copy = JSON.createObjectBuilder();
        object.forEach((key, item) -> copy.add(key, each.known(path + "." + key, item, unknown)));
        return copy.build();
      }

      @Override
      public JsonValue dense(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
          return value;
        }
        JsonObjectBuilder copy = JSON.createObjectBuilder();
        object.forEach(
            (key, item) -> {
              if (!item.equals(JsonValue.NULL)) {
                copy.add(key, each.dense(item));
              }
            });
        return copy.build();
      }
    };
  }
}
