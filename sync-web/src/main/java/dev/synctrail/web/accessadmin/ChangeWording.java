package dev.synctrail.web.accessadmin;

import dev.synctrail.web.console.PageContext;
import dev.synctrail.web.console.PageZone;
import dev.synctrail.web.console.Wording;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words the members of a changed object in the access log, which are those of the REST API. */
@RequestScoped
class ChangeWording {
  /** Members whose values are constants, with the kind of their labels. */
  private static final Map<String, String> CONSTANTS =
      Map.of(
          "role", "roleName",
          "credentials", "credentials",
          "ordered", "breaker",
          "fromDay", "day",
          "untilDay", "day",
          "status", "status",
          "direction", "direction",
          "operation", "operation",
          "failureClass", "failure");

  private static final List<String> DURATIONS = List.of("openFor", "rows", "payloads", "attempts");
  private static final Pattern DAYS = Pattern.compile("P([0-9]+)D");
  private static final Pattern INSTANT = Pattern.compile("[0-9]{4}-[0-9-]+T[0-9:.]+Z");

  private final Wording wording;
  private final PageZone pageZone;

  @Inject
  ChangeWording(Wording wording, PageZone pageZone) {
    this.wording = wording;
    this.pageZone = pageZone;
  }

  /** Returns the label of a member; the name of a setting of a platform is unchanged. */
  String label(String member) {
    return wording.label("member", member);
  }

  /** Returns the value of a member in words; empty if it has none. */
  String value(String member, @Nullable JsonValue value) {
    if (value == null) {
      return "";
    }
    return switch (value.getValueType()) {
      case NULL -> "";
      case TRUE -> PageContext.text("yes");
      case FALSE -> PageContext.text("no");
      case NUMBER -> value.toString();
      case STRING -> text(member, ((JsonString) value).getString());
      case ARRAY ->
          ((JsonArray) value)
              .stream().map(one -> value(member, one)).collect(Collectors.joining("; "));
      case OBJECT -> object((JsonObject) value);
    };
  }

  private String object(JsonObject object) {
    return object.entrySet().stream()
        .map(one -> label(one.getKey()) + ": " + value(one.getKey(), one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private String text(String member, String text) {
    String kind = CONSTANTS.get(member);
    if (kind != null) {
      return wording.label(kind, text);
    }
    if (DURATIONS.contains(member)) {
      return DAYS.matcher(text).matches()
          ? wording.counted("days", Duration.parse(text).toDays())
          : wording.duration(Duration.parse(text).toMillis());
    }
    return INSTANT.matcher(text).matches() ? pageZone.shown(Instant.parse(text)) : text;
  }
}
