package dev.synctrail.web.deployment;

import dev.synctrail.deployment.Previewing;
import dev.synctrail.deployment.Previewing.Planned;
import dev.synctrail.json.MalformedJson;
import dev.synctrail.json.StrictJson;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.history.Payloads;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Serves, as text, the values that a push of a plan would change. */
@WebServlet("/console/changes")
public class ChangesView extends HttpServlet {
  private static final long serialVersionUID = 1L;
  private static final int MAX_CHANGES = 200;
  private static final int MAX_VALUE_LENGTH = 500;

  private final transient Previewing previewing;
  private final transient Payloads payloads;

  @Inject
  public ChangesView(Previewing previewing, Payloads payloads) {
    this.previewing = previewing;
    this.payloads = payloads;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    response.setContentType("text/plain;charset=UTF-8");
    try {
      Planned planned =
          SyncId.parse(request.getParameter("id"))
              .flatMap(previewing::of)
              .orElseThrow(() -> Problem.notFound("sync"));
      response.getWriter().write(text(planned));
    } catch (Problem e) {
      response.setStatus(e.status());
      response.getWriter().write(e.text());
    }
  }

  private String text(Planned planned) {
    JsonObject before = json(planned, PayloadRole.BEFORE);
    JsonObject after = json(planned, PayloadRole.INTENDED);
    StringBuilder text = new StringBuilder();
    planned.changes().stream()
        .limit(MAX_CHANGES)
        .forEach(
            pointer -> {
              text.append(pointer.isEmpty() ? "/" : pointer).append('\n');
              line(text, '-', before, pointer);
              line(text, '+', after, pointer);
            });
    if (planned.changes().size() > MAX_CHANGES) {
      text.append("… ").append(planned.changes().size() - MAX_CHANGES).append('\n');
    }
    return text.toString();
  }

  private JsonObject json(Planned planned, PayloadRole payloadRole) {
    try {
      return StrictJson.readObject(payloads.bytes(planned.sync(), payloadRole).bytes()).object();
    } catch (MalformedJson e) {
      throw Problem.of(
          422, "NOT_COMPARABLE", "The payload " + payloadRole + " is not a JSON object");
    }
  }

  private static void line(StringBuilder text, char sign, JsonValue in, String pointer) {
    JsonValue value = at(in, pointer);
    if (value != null) {
      String shown = value.toString();
      text.append(sign)
          .append(' ')
          .append(
              shown.length() <= MAX_VALUE_LENGTH
                  ? shown
                  : shown.substring(0, MAX_VALUE_LENGTH) + "…")
          .append('\n');
    }
  }

  /** Returns null for a missing value, where a {@code JsonPointer} would throw. */
  private static @Nullable JsonValue at(JsonValue whole, String pointer) {
    JsonValue value = whole;
    for (String name : pointer.isEmpty() ? List.<String>of() : names(pointer)) {
      if (value instanceof JsonObject object) {
        value = object.get(name);
      } else if (value instanceof JsonArray array && name.matches("[0-9]{1,6}")) {
        int index = Integer.parseInt(name);
        value = index < array.size() ? array.get(index) : null;
      } else {
        return null;
      }
    }
    return value;
  }

  private static List<String> names(String pointer) {
    return Stream.of(pointer.substring(1).split("/", -1)).map(Json::decodePointer).toList();
  }
}
