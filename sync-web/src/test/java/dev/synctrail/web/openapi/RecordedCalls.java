package dev.synctrail.web.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests and records each with its answer: by operation, then the body of the request by
 * media type, and the bodies of the answers by status and media type.
 */
final class RecordedCalls {
  private final Supplier<RequestSpecification> api;
  private final ExampleValues values;
  private final Map<String, Map<String, JsonValue>> requests = new TreeMap<>();
  private final Map<String, Map<String, Map<String, JsonValue>>> responses = new TreeMap<>();

  /**
   * @param api begins a request whose paths are below {@code /api/v1}
   */
  RecordedCalls(Supplier<RequestSpecification> api, ExampleValues values) {
    this.api = api;
    this.values = values;
  }

  /** Prepares a call of an operation. */
  Call call(String method, String template, String... path) {
    return new Call(method, template, path);
  }

  /** Returns what was recorded. */
  JsonObject recorded() {
    JsonObjectBuilder all = Json.createObjectBuilder();
    responses.forEach(
        (operation, byStatus) -> {
          JsonObjectBuilder one = Json.createObjectBuilder();
          if (requests.containsKey(operation)) {
            one.add("request", object(requests.getOrDefault(operation, Map.of())));
          }
          JsonObjectBuilder statuses = Json.createObjectBuilder();
          byStatus.forEach((status, bodies) -> statuses.add(status, object(bodies)));
          all.add(operation, one.add("responses", statuses));
        });
    return all.build();
  }

  private static JsonObject object(Map<String, JsonValue> members) {
    JsonObjectBuilder object = Json.createObjectBuilder();
    members.forEach(object::add);
    return object.build();
  }

  private static JsonValue parsed(String mediaType, String body) {
    if (!mediaType.matches("application/(.+\\+)?json")) {
      return Json.createValue(body);
    }
    try (var reader = Json.createReader(new StringReader(body))) {
      return reader.readValue();
    }
  }

  /** One call of an operation. */
  final class Call {
    private final String method;
    private final String template;
    private final String[] path;
    private final RequestSpecification request = api.get();
    private String type = "application/json";
    private @Nullable String body;
    private @Nullable String ownMember;
    private @Nullable String ownValue;
    private List<String> varying = List.of();
    private @Nullable String omitted;

    private Call(String method, String template, String... path) {
      this.method = method;
      this.template = template;
      this.path = path;
    }

    Call header(String name, String value) {
      request.header(name, value);
      return this;
    }

    Call query(String name, Object value) {
      request.queryParam(name, value);
      return this;
    }

    Call basic(String user, String password) {
      request.auth().preemptive().basic(user, password);
      return this;
    }

    Call body(String text) {
      this.body = text;
      return this;
    }

    Call body(String mediaType, String text) {
      this.type = mediaType;
      return body(text);
    }

    /** Records only the items of a list that have a value, because other tests add items too. */
    Call only(String member, String value) {
      this.ownMember = member;
      this.ownValue = value;
      return this;
    }

    /** Fixes members of the answer whose numbers and lists depend on other tests. */
    Call varying(String... members) {
      this.varying = List.of(members);
      return this;
    }

    /** Leaves a member out of the record, because other tests decide whether the answer has it. */
    Call without(String member) {
      this.omitted = member;
      return this;
    }

    /** Sends the request, checks the status of the answer, and records both. */
    Response is(int status) {
      if (body != null) {
        request.contentType(type).body(body.getBytes(StandardCharsets.UTF_8));
      }
      Response response = request.request(method, template, (Object[]) path);
      String operation = method + " /api/v1/" + template;
      assertThat(response.statusCode())
          .as("%s: %s", operation, response.asString())
          .isEqualTo(status);
      var known = values.ofOneCall(varying);
      if (body != null) {
        requests
            .computeIfAbsent(operation, first -> new TreeMap<>())
            .put(type, known.fixed(parsed(type, body)));
      }
      Map<String, JsonValue> bodies =
          responses
              .computeIfAbsent(operation, first -> new TreeMap<>())
              .computeIfAbsent(String.valueOf(status), first -> new TreeMap<>());
      if (!response.asString().isEmpty()) {
        String mediaType = response.contentType().replaceFirst(";.*", "");
        bodies.put(mediaType, known.fixed(own(parsed(mediaType, response.asString()))));
      }
      return response;
    }

    private JsonValue own(JsonValue answer) {
      if (omitted != null && answer instanceof JsonObject object) {
        return Json.createObjectBuilder(object).remove(omitted).build();
      }
      if (ownMember == null || !(answer instanceof JsonObject object)) {
        return answer;
      }
      List<JsonValue> items = new ArrayList<>();
      JsonArray all = object.getJsonArray("data");
      for (JsonValue item : all) {
        if (item.asJsonObject().get(ownMember) instanceof JsonString value
            && value.getString().equals(ownValue)) {
          items.add(item);
        }
      }
      assertThat(items).as("%s %s", method, template).isNotEmpty();
      return Json.createObjectBuilder(object)
          .add("data", Json.createArrayBuilder(items.subList(0, 1)))
          .build();
    }
  }
}
