package dev.synctrail.web.console;

import static jakarta.servlet.RequestDispatcher.ERROR_EXCEPTION;
import static jakarta.servlet.RequestDispatcher.ERROR_REQUEST_URI;
import static jakarta.servlet.RequestDispatcher.ERROR_STATUS_CODE;

import dev.synctrail.access.Right;
import dev.synctrail.web.access.Authorization;
import dev.synctrail.web.access.PreferenceCookies;
import dev.synctrail.web.rest.Problem;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows an error in the reader's language, with the id under which it is logged. It does not use
 * Faces, because Faces itself may have failed.
 */
@WebServlet(ErrorPage.PATH)
public class ErrorPage extends HttpServlet {
  static final String PATH = "/error";

  /** The request attribute that holds the problem, if it is known. */
  public static final String PROBLEM = Problem.class.getName();

  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(ErrorPage.class.getName());
  private static final String ID = ErrorPage.class.getName() + ".id";
  private static final String TEXTS = "dev.synctrail.web.console.messages";
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none';"
          + " form-action 'none'; frame-ancestors 'none'";
  private static final List<Integer> WITH_TEXT = List.of(403, 404, 413, 503);

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="{0}">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{1} – {2}</title>
        <link rel="icon" type="image/svg+xml" href="{3}/jakarta.faces.resource/icon.svg.xhtml?ln=console">
        <link rel="stylesheet" href="{3}/jakarta.faces.resource/console.css.xhtml?ln=console">
        <script src="{3}/jakarta.faces.resource/console.js.xhtml?ln=console"></script>
      </head>
      <body>
        <header class="bar"><a class="product" href="{3}/">{2}</a></header>
        <main id="main">
          <h1>{1}</h1>
          <div class="card" role="alert">
            <p>{4}</p>
            <dl class="facts">{5}</dl>
          </div>
          <p class="actions">{6}</p>
        </main>
      </body>
      </html>
      """;

  /** Logs an internal error under an id that the page then shows. */
  static void log(HttpServletRequest request, @Nullable Throwable thrown) {
    String id = "urn:uuid:" + UUID.randomUUID();
    request.setAttribute(ID, id);
    LOG.log(Level.ERROR, "A page returned an error with the id " + id, thrown);
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    int status =
        request.getAttribute(ERROR_STATUS_CODE) instanceof Integer code
            ? code
            : HttpServletResponse.SC_NOT_FOUND;
    if (status >= 500
        && status != HttpServletResponse.SC_NOT_IMPLEMENTED // an unknown HTTP method
        && request.getAttribute(ID) == null
        && request.getAttribute(PROBLEM) == null) {
      log(
          request,
          request.getAttribute(ERROR_EXCEPTION) instanceof Throwable thrown ? thrown : null);
    }
    response.setStatus(status);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    Locale language = language(request);
    ResourceBundle texts = ResourceBundle.getBundle(TEXTS, language);
    String text = textOf(request, status, texts);
    if (acceptsHtml(request)) {
      response.setContentType("text/html");
      response.setHeader("Content-Security-Policy", POLICY);
      response.getWriter().write(page(request, status, language, texts, text));
    } else {
      response.setContentType(Problem.MEDIA_TYPE);
      response
          .getWriter()
          .write(
              problem(request, status, text)
                  .toJson(id(request).orElseGet(() -> address(request)))
                  .toString());
    }
  }

  /**
   * Returns the problem document for clients that do not accept HTML, as the API would return it.
   */
  private static Problem problem(HttpServletRequest request, int status, String text) {
    return request.getAttribute(PROBLEM) instanceof Problem problem
        ? problem
        : Problem.ofServer(status, text);
  }

  private static String address(HttpServletRequest request) {
    return String.valueOf(request.getAttribute(ERROR_REQUEST_URI));
  }

  private static boolean acceptsHtml(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }

  /** Returns the language as the Faces pages select it. */
  private static Locale language(HttpServletRequest request) {
    return PreferenceCookies.language(request)
            .map(Locale::getLanguage)
            .or(
                () ->
                    Collections.list(request.getLocales()).stream()
                        .map(Locale::getLanguage)
                        .filter(PreferenceCookies.LANGUAGES::contains)
                        .findFirst())
            .filter("de"::equals)
            .isPresent()
        ? Locale.GERMAN
        : Locale.ROOT;
  }

  private static Optional<String> id(HttpServletRequest request) {
    return Optional.ofNullable((String) request.getAttribute(ID));
  }

  private static String textOf(HttpServletRequest request, int status, ResourceBundle texts) {
    Optional<Right> missing = Authorization.missing(request);
    if (status == HttpServletResponse.SC_FORBIDDEN && missing.isPresent()) {
      Right right = missing.get();
      return MessageFormat.format(
          texts.getString("error.right"), right, texts.getString("right." + right));
    }
    Problem known = request.getAttribute(PROBLEM) instanceof Problem problem ? problem : null;
    if (known != null && texts.containsKey("error." + known.code())) {
      return texts.getString("error." + known.code());
    }
    if (WITH_TEXT.contains(status)) {
      return texts.getString("error." + status + ".text");
    }
    return known != null
        ? new SentenceCatalog(language(request), texts, (kind, value) -> value)
            .translate(known.text())
        : texts.getString(status < 500 ? "error.400.text" : "error.500.text");
  }

  private static String page(
      HttpServletRequest request, int status, Locale language, ResourceBundle texts, String text) {
    String title =
        texts.getString(
            "error." + (WITH_TEXT.contains(status) ? status : status < 500 ? 400 : 500) + ".title");
    StringBuilder facts = new StringBuilder();
    id(request).ifPresent(id -> fact(facts, texts.getString("error.id"), id));
    fact(facts, texts.getString("status"), String.valueOf(status));
    fact(facts, texts.getString("error.address"), request.getMethod() + " " + address(request));
    String context = request.getContextPath();
    String referer = request.getHeader("Referer");
    String back =
        referer == null || !SameOrigin.isOurs(referer, request.getHeader("Host"))
            ? ""
            : "<a class=\"button strong\" href=\"%s\">%s</a> "
                .formatted(escaped(referer), escaped(texts.getString("error.back")));
    String start =
        "<a class=\"button\" href=\"%s/\">%s</a>"
            .formatted(context, escaped(texts.getString("error.start")));
    return MessageFormat.format(
        PAGE,
        language.equals(Locale.GERMAN) ? "de" : "en",
        escaped(title),
        escaped(texts.getString("product")),
        context,
        escaped(text),
        facts,
        back + start);
  }

  private static void fact(StringBuilder facts, String name, String value) {
    facts.append("<dt>%s</dt><dd class=\"mono\">%s</dd>".formatted(escaped(name), escaped(value)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
