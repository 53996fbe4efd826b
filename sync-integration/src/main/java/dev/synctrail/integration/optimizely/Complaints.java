package dev.synctrail.integration.optimizely;

import dev.synctrail.integration.http.Exchanged;
import dev.synctrail.integration.platform.LiveJson;
import dev.synctrail.integration.platform.Verdict.Complaint;
import dev.synctrail.platform.Failure.FieldError;
import dev.synctrail.platform.FailureClass;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the problem documents (RFC 9457) that Optimizely answers with. */
final class Complaints {
  private Complaints() {}

  static Complaint of(int status, Exchanged ended) {
    JsonObject problem = LiveJson.read(ended.body()).orElse(JsonValue.EMPTY_JSON_OBJECT);
    return new Complaint(
        status == 400 && isBreaking(problem) ? FailureClass.BREAKING_CHANGE : null,
        text(problem, "code"),
        fields(problem),
        null);
  }

  private static boolean isBreaking(JsonObject problem) {
    String all = problem.toString();
    return all.contains("considered breaking") || all.contains("potentially result in data loss");
  }

  private static List<FieldError> fields(JsonObject problem) {
    List<FieldError> fields = new ArrayList<>();
    if (problem.get("errors") instanceof JsonArray errors) {
      for (JsonValue error : errors) {
        if (error instanceof JsonObject object) {
          String field = text(object, "field");
          String detail = text(object, "detail");
          fields.add(new FieldError(field == null ? "" : field, detail == null ? "" : detail));
        }
      }
    }
    String detail = text(problem, "detail");
    if (fields.isEmpty() && detail != null) {
      fields.add(new FieldError("", detail));
    }
    return fields;
  }

  private static @Nullable String text(JsonObject object, String name) {
    return LiveJson.text(object, name).filter(text -> !text.isBlank()).orElse(null);
  }
}
