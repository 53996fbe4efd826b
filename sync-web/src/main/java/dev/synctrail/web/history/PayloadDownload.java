package dev.synctrail.web.history;

import dev.synctrail.history.AttemptDetail;
import dev.synctrail.history.AttemptDetail.ExchangeDetail;
import dev.synctrail.history.StoredPayload;
import dev.synctrail.history.SyncHistory;
import dev.synctrail.history.SyncSummary;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.PayloadRole;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.console.JsonIndenter;
import dev.synctrail.web.rest.Problem;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends one payload of a sync: the exact bytes as a file, or their beginning as text. */
@WebServlet("/console/payload")
public class PayloadDownload extends HttpServlet {
  private static final long serialVersionUID = 1L;

  /** Bytes of a payload that are shown as text. */
  static final int SHOWN = 65_536;

  /** Bytes of the largest payload that is formatted before its beginning is shown. */
  private static final int INDENTED = 1_000_000;

  private final transient SyncHistory history;
  private final transient Payloads payloads;

  @Inject
  public PayloadDownload(SyncHistory history, Payloads payloads) {
    this.history = history;
    this.payloads = payloads;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    String view = request.getParameter("view");
    try {
      SyncSummary sync =
          SyncId.parse(request.getParameter("id"))
              .flatMap(history::find)
              .orElseThrow(() -> Problem.notFound("sync"));
      String what = what(request);
      Snapshot bytes = payloads.bytes(sync.id(), what, stored(sync, request));
      if (view == null) {
        give(sync, what, bytes, response);
      } else {
        show(bytes.bytes(), view.equals("pretty"), response);
      }
    } catch (Problem e) {
      response.setStatus(e.status());
      write(e.text(), response);
    }
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

  private void give(SyncSummary sync, String what, Snapshot bytes, HttpServletResponse response)
      throws IOException {
    response.setContentType("application/octet-stream");
    response.setContentLength(bytes.size());
    response.setHeader("ETag", "\"" + bytes.checksum() + "\"");
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"%s-%s-%s.json\"".formatted(sync.typeKey(), what, sync.id()));
    response.getOutputStream().write(bytes.bytes());
  }

  private static void show(byte[] bytes, boolean pretty, HttpServletResponse response)
      throws IOException {
    boolean whole = pretty && bytes.length <= INDENTED;
    String text =
        new String(
            whole ? bytes : Arrays.copyOf(bytes, Math.min(SHOWN, bytes.length)),
            StandardCharsets.UTF_8);
    String shown = pretty ? JsonIndenter.of(text) : text;
    if (shown.length() > SHOWN || (!whole && bytes.length > SHOWN)) {
      shown =
          shown.substring(0, Math.min(SHOWN, shown.length()))
              + "\n\n[… %,d bytes in total; download the file to see all]".formatted(bytes.length);
    }
    write(shown, response);
  }

  private static void write(String text, HttpServletResponse response) throws IOException {
    response.setContentType("text/plain;charset=UTF-8");
    response.getWriter().write(text);
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
