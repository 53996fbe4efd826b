package dev.synctrail.integration.optimizely.standin;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response before faults are applied; {@code body} is null for none. */
@SuppressWarnings("ArrayRecordComponent")
public record Reply(int status, Map<String, String> headers, byte @Nullable [] body) {
  public static final String PROBLEM = "application/problem+json";

  /** A violation in one member. */
  public record Wrong(String field, String detail) {}

  public static Reply empty(int status) {
    return new Reply(status, Map.of(), null);
  }

  public static Reply json(int status, JsonValue body) {
    return text(status, "application/json", body.toString());
  }

  public static Reply text(int status, String mediaType, String body) {
    return new Reply(
        status, Map.of("Content-Type", mediaType), body.getBytes(StandardCharsets.UTF_8));
  }

  public static Reply problem(int status, String title, String detail, @Nullable String code) {
    return problem(status, title, detail, code, List.of());
  }

  public static Reply problem(
      int status, String title, String detail, @Nullable String code, List<Wrong> errors) {
    JsonObjectBuilder problem =
        Json.createObjectBuilder()
            .add("type", "https://tools.ietf.org/html/rfc9110")
            .add("title", title)
            .add("status", status)
            .add("detail", detail);
    if (code != null) {
      problem.add("code", code);
    }
    if (!errors.isEmpty()) {
      JsonArrayBuilder list = Json.createArrayBuilder();
      errors.forEach(
          error ->
              list.add(
                  Json.createObjectBuilder()
                      .add("detail", error.detail)
                      .add("field", error.field)));
      problem.add("errors", list);
    }
    return text(status, PROBLEM, problem.build().toString());
  }

  public Reply header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Reply(status, more, body);
  }

  Reply withBody(byte @Nullable [] other) {
    return new Reply(status, headers, other);
  }
}
