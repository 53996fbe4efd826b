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

/** What the platform takes in one place of a resource, and what it does not know there. */
interface Check {
  JsonProvider JSON = JsonProvider.provider();

  /** Adds everything that is wrong with a value that is not null. */
  void check(String path, JsonValue value, List<Wrong> wrong);

  /** Returns the value without the members that nobody knows; calls back for each of them. */
  default JsonValue known(String path, JsonValue value, Consumer<Wrong> unknown) {
    return value;
  }

  /** Returns the value without the members that are null, where null means absent. */
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

  static Check matching(Pattern pattern, String complaint) {
    return (path, value, wrong) -> {
      if (!(value instanceof JsonString text && pattern.matcher(text.getString()).matches())) {
        wrong.add(new Wrong(path, complaint));
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

  /** An object of any members. */
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
        JsonArrayBuilder kept = JSON.createArrayBuilder();
        array.forEach(item -> kept.add(each.known(path, item, unknown)));
        return kept.build();
      }
    };
  }

  /** An object whose members are named freely, all of one kind. */
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
        JsonObjectBuilder kept = JSON.createObjectBuilder();
        object.forEach((key, item) -> kept.add(key, each.known(path + "." + key, item, unknown)));
        return kept.build();
      }

      @Override
      public JsonValue dense(JsonValue value) {
        if (!(value instanceof JsonObject object)) {
          return value;
        }
        JsonObjectBuilder kept = JSON.createObjectBuilder();
        object.forEach(
            (key, item) -> {
              if (!item.equals(JsonValue.NULL)) {
                kept.add(key, each.dense(item));
              }
            });
        return kept.build();
      }
    };
  }
}
