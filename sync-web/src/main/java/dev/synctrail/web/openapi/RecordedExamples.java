package dev.synctrail.web.openapi;

import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.jspecify.annotations.Nullable;

/**
 * Adds the examples of bodies: requests that the server has accepted, and its answers. {@code
 * ExamplesIT} records them in {@code examples.json} and compares them with the server.
 */
final class RecordedExamples {
  private final JsonObject operations;

  private RecordedExamples(JsonObject operations) {
    this.operations = operations;
  }

  /** Reads the file. */
  static RecordedExamples read() {
    try (InputStream file =
            Objects.requireNonNull(
                RecordedExamples.class.getResourceAsStream("examples.json"), "examples.json");
        JsonReader reader = Json.createReader(file)) {
      return new RecordedExamples(reader.readObject());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds the examples of an operation.
   *
   * @param name the method and the path
   */
  void complete(String name, Operation operation) {
    JsonObject recorded = object(operations, name);
    if (operation.getRequestBody() != null) {
      add(operation.getRequestBody().getContent(), object(recorded, "request"));
    }
    JsonObject responses = object(recorded, "responses");
    operation
        .getResponses()
        .getAPIResponses()
        .forEach((status, response) -> add(response.getContent(), object(responses, status)));
  }

  private static JsonObject object(JsonObject parent, String member) {
    return parent.getOrDefault(member, JsonValue.EMPTY_JSON_OBJECT).asJsonObject();
  }

  private static void add(@Nullable Content content, JsonObject bodies) {
    if (content != null) {
      content
          .getMediaTypes()
          .forEach(
              (type, media) -> {
                if (bodies.containsKey(type)) {
                  media.setExample(value(bodies.get(type)));
                }
              });
    }
  }

  private static @Nullable Object value(JsonValue value) {
    return switch (value.getValueType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        value.asJsonObject().forEach((name, member) -> members.put(name, value(member)));
        yield members;
      }
      case ARRAY -> value.asJsonArray().stream().map(RecordedExamples::value).toList();
      case STRING -> ((JsonString) value).getString();
      case NUMBER -> ((JsonNumber) value).bigDecimalValue();
      case TRUE -> true;
      case FALSE -> false;
      case NULL -> null;
    };
  }
}
