package dev.synctrail.web.history;

import dev.synctrail.conflict.Conflict;
import dev.synctrail.conflict.Conflicts;
import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.version.ContentTypeVersion;
import dev.synctrail.version.VersionId;
import dev.synctrail.version.Versions;
import dev.synctrail.web.console.JsonIndenter;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sends one payload of a sync, a version, or a side of a conflict: the exact bytes as a file, or as
 * text. The viewer of the console shows the text.
 */
@WebServlet("/console/payload")
public class PayloadDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Characters that are shown; a browser stays responsive with as many. */
  public static final int SHOWN = 32 * 1024 * 1024;

  /** The response header from which the viewer knows where a text was cut. */
  private static final String LIMIT = "Synctrail-Limit";

  private static final int BUFFER = 65_536;

  private final transient SyncHistory history;
  private final transient Versions versions;
  private final transient Conflicts conflicts;
  private final transient Payloads payloads;

  @Inject
  public PayloadDownload(
      SyncHistory history, Versions versions, Conflicts conflicts, Payloads payloads) {
    this.history = history;
    this.versions = versions;
    this.conflicts = conflicts;
    this.payloads = payloads;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    String view = request.getParameter("view");
    try {
      PayloadFile file = file(request);
      if (view == null) {
        give(file, response);
      } else {
        show(file.bytes(), view.equals("pretty"), response);
      }
    } catch (Problem e) {
      response.setStatus(e.status());
      response.setContentType("text/plain;charset=UTF-8");
      response.getWriter().write(e.text());
    }
  }

  private record PayloadFile(String name, Snapshot bytes) {}

  private PayloadFile file(HttpServletRequest request) {
    if (request.getParameter("version") != null) {
      return ofVersion(request.getParameter("version"));
    }
    if (request.getParameter("conflict") != null) {
      return ofConflict(request.getParameter("conflict"), request.getParameter("side"));
    }
    SyncSummary sync =
        SyncId.parse(request.getParameter("id"))
            .flatMap(history::find)
            .orElseThrow(() -> Problem.notFound("sync"));
    String what = what(request);
    return new PayloadFile(
        "%s-%s-%s.json".formatted(sync.typeKey(), what, sync.id()),
        payloads.bytes(sync.id(), what, stored(sync, request)));
  }

  private PayloadFile ofVersion(String id) {
    ContentTypeVersion version =
        Optional.of(id)
            .filter(VersionId::isLegal)
            .map(VersionId::new)
            .flatMap(versions::find)
            .orElseThrow(() -> Problem.notFound("version"));
    return new PayloadFile(
        "%s-version-%s.json".formatted(version.typeKey(), version.id()), payloads.bytes(version));
  }

  private PayloadFile ofConflict(String id, @Nullable String side) {
    Conflict conflict =
        SyncId.parse(id).flatMap(conflicts::of).orElseThrow(() -> Problem.notFound("conflict"));
    PayloadReference payload =
        switch (String.valueOf(side)) {
          case "base" -> conflict.base();
          case "theirs" -> conflict.theirs();
          case "wanted" -> conflict.wanted();
          default -> throw Problem.malformedParameter("side", "Must be base, theirs or wanted");
        };
    if (payload == null) {
      throw Problem.notFound("payload");
    }
    String what = "conflict-" + side;
    return new PayloadFile(
        "%s-%s-%s.json".formatted(conflict.typeKey(), what, conflict.sync()),
        payloads.bytes(conflict.sync(), what, payload));
  }

  private static String what(HttpServletRequest request) {
    String role = request.getParameter("role");
    return role == null
        ? "attempt-%s-%s-%s"
            .formatted(
                number(request, "attempt"),
                number(request, "exchange"),
                "response".equals(request.getParameter("side")) ? "response" : "request")
        : role(role).name().toLowerCase(Locale.ROOT);
  }

  private StoredPayload stored(SyncSummary sync, HttpServletRequest request) {
    String role = request.getParameter("role");
    if (role != null) {
      return Payloads.required(sync, role(role));
    }
    StoredPayload payload =
        exchanged(
            sync.id(),
            number(request, "attempt"),
            number(request, "exchange"),
            "response".equals(request.getParameter("side")));
    if (payload == null) {
      throw Problem.notFound("payload");
    }
    return payload;
  }

  private @Nullable StoredPayload exchanged(SyncId id, int number, int place, boolean response) {
    for (AttemptDetail attempt : history.attempts(id)) {
      if (attempt.attempt().number() != number) {
        continue;
      }
      if (place == 0) {
        return attempt.response();
      }
      for (ExchangeDetail exchange : attempt.exchanges()) {
        if (exchange.exchange().number() == place) {
          return response ? exchange.response() : exchange.request();
        }
      }
    }
    return null;
  }

  private static void give(PayloadFile file, HttpServletResponse response) throws IOException {
    response.setContentType("application/octet-stream");
    response.setContentLength(file.bytes().size());
    response.setHeader("ETag", "\"" + file.bytes().checksum() + "\"");
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file.name() + "\"");
    response.getOutputStream().write(file.bytes().bytes());
  }

  /** Writes the text, and after {@value #SHOWN} characters how many bytes there are in total. */
  private static void show(Snapshot bytes, boolean pretty, HttpServletResponse response)
      throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.setIntHeader(LIMIT, SHOWN);
    String text = bytes.text();
    try (Writer out = new BufferedWriter(response.getWriter(), BUFFER)) {
      boolean whole;
      if (pretty) {
        whole = JsonIndenter.write(text, SHOWN, out);
      } else {
        whole = text.length() <= SHOWN;
        out.write(text, 0, Math.min(SHOWN, text.length()));
      }
      if (!whole) {
        out.write("\n\n[… %,d bytes]".formatted(bytes.size()));
      }
    }
  }

  private static int number(HttpServletRequest request, String name) {
    try {
      return Integer.parseInt(String.valueOf(request.getParameter(name)));
    } catch (NumberFormatException e) {
      throw Problem.malformedParameter(name, "Must be a whole number");
    }
  }

  private static PayloadRole role(String text) {
    return Arrays.stream(PayloadRole.values())
        .filter(role -> role.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(() -> Problem.malformedParameter("role", "Payload not found"));
  }
}
