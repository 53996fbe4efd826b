package dev.synctrail.integration.strapi;

import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.ResponseClassifier.PlatformError;
import dev.synctrail.integration.http.ExchangeResult;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parses the errors of Strapi: {@code {"error": "a.code"}} or {@code {"error": {"name", "message",
 * "details": {"errors": [{"path", "message"}]}}}}.
 */
final class StrapiErrorParser {
  private static final String TAKEN = "is already being used by another content type";
  private static final String EXISTS = "contentType.alreadyExists";

  private StrapiErrorParser() {}

  static PlatformError of(int status, ExchangeResult ended) {
    JsonObject body = LiveJson.readLenient(ended).orElse(JsonValue.EMPTY_JSON_OBJECT);
    List<FieldError> fields = fields(body);
    boolean taken =
        status == 400
            && fields.stream()
                .anyMatch(field -> field.detail().contains(TAKEN) || field.detail().equals(EXISTS));
    return new PlatformError(
        taken ? FailureClass.CONFLICT : null,
        code(body),
        body.get("error") instanceof JsonObject error
            ? LiveJson.text(error, "message").stream().toList()
            : List.of(),
        fields,
        status == 429 ? reset(ended) : null,
        isOwn(status, body));
  }

  /**
   * Returns whether the error is from Strapi itself: a code, or an error object with the same
   * status.
   */
  private static boolean isOwn(int status, JsonObject body) {
    return body.get("error") instanceof JsonObject error
        ? error.get("status") instanceof JsonNumber number && number.intValue() == status
        : code(body) != null;
  }

  /** Returns the code of an error that is one word, or the name of an error object. */
  static @Nullable String code(JsonObject body) {
    if (body.get("error") instanceof JsonString word) {
      return word.getString().matches("[A-Za-z.]{1,64}") ? word.getString() : null;
    }
    return body.get("error") instanceof JsonObject error
        ? LiveJson.text(error, "name").orElse(null)
        : null;
  }

  private static List<FieldError> fields(JsonObject body) {
    if (body.get("error") instanceof JsonString word) {
      return List.of(new FieldError("", word.getString()));
    }
    if (!(body.get("error") instanceof JsonObject error)) {
      return List.of();
    }
    List<FieldError> fields = new ArrayList<>();
    if (error.get("details") instanceof JsonObject details
        && details.get("errors") instanceof JsonArray errors) {
      for (JsonValue one : errors) {
        if (one instanceof JsonObject fault) {
          fields.add(new FieldError(pointer(fault), LiveJson.text(fault, "message").orElse("")));
        }
      }
    }
    if (fields.isEmpty()) {
      LiveJson.text(error, "message").ifPresent(number -> fields.add(new FieldError("", number)));
    }
    return fields;
  }

  private static String pointer(JsonObject fault) {
    if (!(fault.get("path") instanceof JsonArray path)) {
      return "";
    }
    return path.stream()
        .map(step -> step instanceof JsonString name ? name.getString() : step.toString())
        .map(step -> "/" + jakarta.json.Json.encodePointer(step))
        .collect(Collectors.joining());
  }

  /** The rate limiter returns the second of its reset instead of {@code Retry-After}. */
  private static @Nullable Instant reset(ExchangeResult ended) {
    return ended
        .header("X-RateLimit-Reset")
        .filter(second -> second.matches("[0-9]{1,12}"))
        .map(second -> Instant.ofEpochSecond(Long.parseLong(second)))
        .orElse(null);
  }
}
