package dev.synctrail.integration.optimizely;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Parses the problem documents (RFC 9457) of Optimizely and similar error formats: other member
 * names, errors by member, OAuth errors.
 */
final class OptimizelyErrorParser {
  private OptimizelyErrorParser() {}

  static PlatformError of(int status, ExchangeResult ended) {
    Optional<JsonObject> body = LiveJson.readLenient(ended);
    JsonObject problem = body.orElse(JsonValue.EMPTY_JSON_OBJECT);
    return new PlatformError(
        status == 400 && isBreaking(problem.toString()) ? FailureClass.BREAKING_CHANGE : null,
        code(problem),
        Stream.of("title", "detail", "message", "error_description")
            .flatMap(name -> LiveJson.text(problem, name).stream())
            .toList(),
        fields(problem.get("errors")),
        null,
        body.isPresent() && isOwn(status, ended, problem));
  }

  /** Returns whether a message reports a breaking change. */
  static boolean isBreaking(String words) {
    return words.contains("considered breaking")
        || words.contains("potentially result in data loss");
  }

  /** Intermediaries answer in another format, or with another status than the one in the body. */
  private static boolean isOwn(int status, ExchangeResult ended, JsonObject problem) {
    String mediaType =
        ended.header("Content-Type").orElse("").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    boolean json = mediaType.equals("application/json") || mediaType.endsWith("+json");
    boolean members = Stream.of("title", "detail", "code", "status").anyMatch(problem::containsKey);
    boolean same =
        !(problem.get("status") instanceof JsonNumber number) || number.intValue() == status;
    return json && same && members;
  }

  private static @Nullable String code(JsonObject problem) {
    return Stream.of("code", "error")
        .flatMap(name -> LiveJson.text(problem, name).stream())
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse(null);
  }

  private static List<FieldError> fields(@Nullable JsonValue errors) {
    List<FieldError> fields = new ArrayList<>();
    if (errors instanceof JsonArray several) {
      several.forEach(error -> add(fields, "", error));
    } else if (errors instanceof JsonObject named) {
      named.forEach((name, error) -> add(fields, name, error));
    }
    return fields;
  }

  private static void add(List<FieldError> fields, String name, JsonValue error) {
    if (error instanceof JsonString text) {
      fields.add(new FieldError(name, text.getString()));
    } else if (error instanceof JsonArray several) {
      several.forEach(one -> add(fields, name, one));
    } else if (error instanceof JsonObject object) {
      fields.add(
          new FieldError(
              LiveJson.text(object, "field").orElse(name),
              LiveJson.text(object, "detail")
                  .or(() -> LiveJson.text(object, "message"))
                  .orElse("")));
    }
  }
}
