package dev.synctrail.web.benchmark;

import static dev.synctrail.web.benchmark.Table.ms;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Measures pages of the console as a signed-in browser requests them, without cached resources. */
final class ConsoleFigures {
  private static final Pattern INPUT = Pattern.compile("<(?:input|button)\\b[^>]*>");
  private static final Pattern RESOURCE =
      Pattern.compile("(?:href|src)=\"([^\"]*/jakarta\\.faces\\.resource/[^\"]*)\"");
  private static final Pattern ATTRIBUTE = Pattern.compile("\\b(name|value)=\"([^\"]*)\"");

  private final Table table;
  private final URI server;
  private final DataSource dataSource;
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(new CookieManager())
          .followRedirects(Redirect.NORMAL)
          .build();

  ConsoleFigures(Table table, URI server, DataSource dataSource) {
    this.table = table;
    this.server = server;
    this.dataSource = dataSource;
  }

  void measure() throws IOException, InterruptedException, SQLException {
    weight("sign-in page", "sign-in.xhtml");
    signIn();
    String week =
        Instant.now().minus(7, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
    page("history", "console/history.xhtml");
    page("history, FAILED, 7 days", "console/history.xhtml?status=FAILED&startDate=" + week);
    page("overview", "console/overview.xhtml");
    weight("overview", "console/overview.xhtml");
    weight("history", "console/history.xhtml");
    BoardRows.load(dataSource);
    page("board, 1 000 types, 5 platforms", "console/board.xhtml");
    page("board, BEHIND", "console/board.xhtml?state=BEHIND");
    BoardRows.clear(dataSource);
  }

  private void page(String name, String path) {
    Sample sample = Sample.alone(4, 6, () -> get(path));
    table.row(
        "console page: " + name,
        ms(sample.median()) + ", p99 " + ms(sample.p99()),
        "",
        "",
        "p99 ≤ 150 ms",
        sample.p99() <= 150);
  }

  /** Measures what a browser with an empty cache transfers for a page, headers excluded. */
  private void weight(String name, String path) throws IOException, InterruptedException {
    int bytes = transferred(path);
    Matcher resources = RESOURCE.matcher(get(path));
    while (resources.find()) {
      bytes += transferred(resources.group(1).replace("&amp;", "&"));
    }
    table.row(
        "transferred for the " + name + " with an empty cache",
        Table.kilobytes(bytes),
        "",
        "",
        "≤ 300 KB",
        bytes <= 300_000);
  }

  private int transferred(String path) throws IOException, InterruptedException {
    return browser
        .send(
            HttpRequest.newBuilder(server.resolve(path)).header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofByteArray())
        .body()
        .length;
  }

  private void signIn() throws IOException, InterruptedException {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher inputs = INPUT.matcher(get("sign-in.xhtml"));
    while (inputs.find()) {
      Map<String, String> attributes = new LinkedHashMap<>();
      Matcher attribute = ATTRIBUTE.matcher(inputs.group());
      while (attribute.find()) {
        attributes.put(attribute.group(1), attribute.group(2));
      }
      if (attributes.containsKey("name")) {
        fields.put(attributes.get("name"), attributes.getOrDefault("value", ""));
      }
    }
    fields.put("form:name", "admin");
    fields.put("form:password", Scene.PASSWORD);
    String body =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    send(
        HttpRequest.newBuilder(server.resolve("sign-in.xhtml"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Sec-Fetch-Site", "same-origin")
            .POST(BodyPublishers.ofString(body)));
    if (get("console/history.xhtml").contains("form:password")) {
      throw new IllegalStateException("The sign-in led nowhere");
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  private String get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(server.resolve(path)).GET());
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> answer = browser.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(answer.uri() + " answered " + answer.statusCode());
    }
    return answer.body();
  }
}
