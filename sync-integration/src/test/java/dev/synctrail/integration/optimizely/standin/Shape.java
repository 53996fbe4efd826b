package dev.synctrail.integration.optimizely.standin;

import dev.synctrail.integration.optimizely.standin.Reply.Wrong;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * An object with named members: which ones are allowed and required, and the rules for their
 * values.
 */
final class Shape implements Check {
  /** A rule for several members of one object. */
  interface Rule {
    void check(String path, JsonObject object, List<Wrong> wrong);
  }

  private final Map<String, Check> members = new LinkedHashMap<>();
  private final Set<String> required = new LinkedHashSet<>();
  private final Set<String> readOnly = new LinkedHashSet<>();
  private Rule together = (path, object, wrong) -> {};

  /** Adds an optional member. */
  Shape with(String name, Check check) {
    members.put(name, check);
    return this;
  }

  /** Adds a required member. */
  Shape requiring(String name, Check check) {
    required.add(name);
    return with(name, check);
  }

  /** Adds read-only members, which are ignored in requests. */
  Shape readOnly(String... names) {
    readOnly.addAll(List.of(names));
    return this;
  }

  /** Returns whether the member is read-only. */
  boolean isReadOnly(String name) {
    return readOnly.contains(name);
  }

  /** Adds a rule for several members. */
  Shape and(Rule rule) {
    Rule first = together;
    together =
        (path, object, wrong) -> {
          first.check(path, object, wrong);
          rule.check(path, object, wrong);
        };
    return this;
  }

  /** Adds all violations of a whole resource. */
  void check(JsonObject resource, List<Wrong> wrong) {
    check("", resource, wrong);
  }

  @Override
  public void check(String path, JsonValue value, List<Wrong> wrong) {
    if (!(value instanceof JsonObject object)) {
      wrong.add(new Wrong(path, "Must be an object"));
      return;
    }
    members.forEach(
        (name, check) -> {
          JsonValue member = object.getOrDefault(name, JsonValue.NULL);
          if (!member.equals(JsonValue.NULL)) {
            check.check(below(path, name), member, wrong);
          } else if (required.contains(name)) {
            wrong.add(new Wrong(below(path, name), "Is required"));
          }
        });
    together.check(path, object, wrong);
  }

  /** Returns the resource without unknown and read-only members. */
  JsonObject known(JsonObject resource, Consumer<Wrong> unknown) {
    return known("", resource, unknown).asJsonObject();
  }

  @Override
  public JsonValue known(String path, JsonValue value, Consumer<Wrong> unknown) {
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObjectBuilder copy = JSON.createObjectBuilder();
    object.forEach(
        (name, member) -> {
          Check check = members.get(name);
          if (check != null) {
            copy.add(name, check.known(below(path, name), member, unknown));
          } else if (!readOnly.contains(name)) {
            unknown.accept(new Wrong(below(path, name), "Unknown field '" + name + "'"));
          }
        });
    return copy.build();
  }

  @Override
  public JsonValue dense(JsonValue value) {
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObjectBuilder copy = JSON.createObjectBuilder();
    object.forEach(
        (name, member) -> {
          Check check = members.get(name);
          if (!member.equals(JsonValue.NULL)) {
            copy.add(name, check == null ? member : check.dense(member));
          }
        });
    return copy.build();
  }

  static String below(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
