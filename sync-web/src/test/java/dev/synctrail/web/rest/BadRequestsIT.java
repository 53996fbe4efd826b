package dev.synctrail.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.OnSharedServer;
import dev.synctrail.web.server.SharedServer;
import dev.synctrail.web.server.Watched;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sends requests that break a rule of HTTP or of the API byte by byte. Each gets a problem document
 * and causes at most one log line, never a stack trace.
 */
class BadRequestsIT extends OnSharedServer {
  private static final String TOKEN = "Authorization: Bearer " + SharedServer.TOKEN + "\r\n";
  private static final String HEAD = "Host: localhost\r\n" + TOKEN + "Connection: close\r\n";
  private static final String TYPES = "/api/v1/types";
  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3})");
  private static final int TIMEOUT_MS = 20_000;

  private record RawResponse(int status, String head, String body) {
    static RawResponse of(byte[] bytes) {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
      return new RawResponse(
          parts[0].matches("(?s)HTTP/1\\.\\d \\d{3}.*")
              ? Integer.parseInt(parts[0].substring(9, 12))
              : 0,
          parts[0],
          parts.length == 2 ? parts[1] : "");
    }

    String all() {
      return head + "\r\n\r\n" + body;
    }

    boolean isProblem() {
      return ((status >= 400 && status < 500) || status == 501)
          && Pattern.compile("(?i)\r\ncontent-type: *application/problem\\+json")
              .matcher(head)
              .find()
          && body.contains("\"status\":" + status)
          && body.contains("\"code\":\"");
    }
  }

  private static RawResponse send(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return RawResponse.of(readAll(socket));
    }
  }

  /** Reads until the end of the response or the timeout. */
  private static byte[] readAll(Socket socket) throws IOException {
    var bytes = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
    byte[] buffer = new byte[8_192];
    for (int read = 0; read >= 0 && System.nanoTime() < deadline; ) {
      bytes.write(buffer, 0, read);
      try {
        read = socket.getInputStream().read(buffer);
      } catch (SocketTimeoutException e) {
        return bytes.toByteArray();
      }
    }
    return bytes.toByteArray();
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server().uri().getPort()));
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  private static String get(String target, String... headers) {
    return "GET " + target + " HTTP/1.1\r\n" + HEAD + String.join("", headers) + "\r\n";
  }

  private static String postSync(String headers, String body) {
    return "POST /api/v1/sync HTTP/1.1\r\n" + HEAD + headers + "\r\n" + body;
  }

  static Stream<Arguments> malformedRequests() {
    Map<String, List<Object>> requests = new LinkedHashMap<>();
    for (String path :
        List.of(
            "/api/v1/%zz", TYPES + "/%", TYPES + "/%4", "/%zz", "/health/%zz", "/console/%zz")) {
      requests.put("path " + path, List.of(400, get(path)));
    }
    for (String path : List.of("/%00", "/%ff%fe", "/%ED%A0%80", "/\\x", "/\u00ff")) {
      requests.put("path " + path, List.of(400, get(TYPES + path)));
    }
    requests.put("path above the root", List.of(400, get("/../../x")));
    requests.put("no path", List.of(400, get("nonsense")));
    for (String host : List.of("a b:x", "localhost:x", "localhost:1234567", "", "a@b", "[::")) {
      requests.put(
          "Host " + host, List.of(400, get(TYPES).replace("Host: localhost", "Host: " + host)));
    }
    requests.put("no Host", List.of(400, get(TYPES).replace("Host: localhost\r\n", "")));
    requests.put("two Hosts", List.of(400, get(TYPES, "Host: localhost\r\n")));
    for (String type : List.of("///", "a", "", "application/json; charset=", "\u00ff")) {
      requests.put(
          "Content-Type " + type,
          List.of(400, postSync("Content-Type: " + type + "\r\nContent-Length: 2\r\n", "{}")));
    }
    for (String lengths : List.of("abc", "-1", "99999999999999999999", "2\r\nContent-Length: 3")) {
      requests.put(
          "Content-Length " + lengths,
          List.of(400, postSync("Content-Length: " + lengths + "\r\n", "{}")));
    }
    requests.put(
        "chunk without a size",
        List.of(
            400,
            postSync(
                "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n",
                "zz\r\n{}\r\n0\r\n\r\n")));
    for (String header :
        List.of("Accept: ///", "Accept: \u00ff", "Cookie: a=\u0001", "A : b", "A: \u0000")) {
      requests.put(header, List.of(400, get(TYPES, header + "\r\n")));
    }
    for (int length : List.of(70_000, 300_000)) {
      String text = "a".repeat(length);
      requests.put(length + " in a header", List.of(431, get(TYPES, "A: " + text + "\r\n")));
      requests.put(length + " in a cookie", List.of(431, get(TYPES, "Cookie: a=" + text + "\r\n")));
    }
    requests.put("300000 in the query", List.of(431, get(TYPES + "?q=" + "a".repeat(300_000))));
    requests.put("300000 in the path", List.of(431, get(TYPES + "/" + "a".repeat(300_000))));
    requests.put("1500 headers", List.of(431, get(TYPES, "A: b\r\n".repeat(1_500))));
    for (String path : List.of(TYPES, "/", "/health/ready", "/openapi", "/sign-in.xhtml")) {
      requests.put("TRACE " + path, List.of(405, get(path).replace("GET", "TRACE")));
    }
    requests.put("Accept of a page", List.of(400, get("/sign-in.xhtml", "Accept: text/*;a\r\n")));
    requests.put("a body with GET", List.of(400, get(TYPES, "Content-Length: 2\r\n") + "{}"));
    return requests.entrySet().stream()
        .map(
            entry ->
                Arguments.of(entry.getKey(), entry.getValue().get(0), entry.getValue().get(1)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedRequests")
  void a_malformed_request_gets_a_problem_document(String name, int status, String request)
      throws IOException {
    Log before = Log.now();

    RawResponse response = send(request);

    assertThat(response.isProblem()).as("%s", response).isTrue();
    assertThat(response.status()).isEqualTo(status);
    before.requireAtMostOneLinePerRequest(1);
  }

  @Test
  void the_listener_sends_no_body_for_head_and_closes_the_connection_after_a_problem()
      throws IOException {
    String malformed = get(TYPES + "/%zz").replace("Connection: close\r\n", "");
    String valid = get(TYPES + "?limit=1").replace("Connection: close\r\n", "");

    RawResponse head = send(malformed.replace("GET", "HEAD") + valid);
    String pipelined = send(valid + malformed + valid).all();

    assertThat(head.status()).isEqualTo(400);
    assertThat(head.body()).isEmpty();
    assertThat(STATUS_LINE.matcher(pipelined).results().map(found -> found.group(1)))
        .containsExactly("200", "400");
    assertThat(pipelined).contains("\"code\":\"MALFORMED_REQUEST\"");
  }

  @Test
  void head_of_the_event_stream_returns_headers_only() throws IOException {
    assertThat(send(get("/api/v1/events").replace("GET", "HEAD")))
        .satisfies(
            response -> {
              assertThat(response.status()).isEqualTo(200);
              assertThat(response.head()).contains("text/event-stream");
            });
  }

  @Test
  void each_operation_rejects_each_kind_of_bad_request_with_at_most_one_log_line()
      throws IOException {
    List<Object[]> requests = new ArrayList<>();
    operations().forEach((name, operation) -> requests.addAll(badRequests(name, operation)));
    List<String> accepted = new ArrayList<>();
    Log before = Log.now();

    for (Object[] request : requests) {
      RawResponse response = send((String) request[1]);
      if (!response.isProblem()) {
        accepted.add(request[0] + ": " + response);
      }
    }

    assertThat(requests).hasSizeGreaterThan(500);
    assertThat(accepted).isEmpty();
    before.requireAtMostOneLinePerRequest(requests.size());
  }

  private static Map<String, JsonObject> operations() {
    String text =
        server()
            .api()
            .accept("application/json")
            .get(server().uri().resolve("/openapi"))
            .asString();
    Map<String, JsonObject> operations = new LinkedHashMap<>();
    try (var reader = Json.createReader(new StringReader(text))) {
      reader
          .readObject()
          .getJsonObject("paths")
          .forEach(
              (path, item) ->
                  item.asJsonObject()
                      .forEach(
                          (method, operation) -> {
                            if (operation.getValueType() == JsonValue.ValueType.OBJECT) {
                              operations.put(
                                  method.toUpperCase(Locale.ROOT) + " " + path,
                                  operation.asJsonObject());
                            }
                          }));
    }
    return operations;
  }

  private static List<Object[]> badRequests(String name, JsonObject operation) {
    String path = filled(name.substring(name.indexOf(' ') + 1));
    String method = name.substring(0, name.indexOf(' '));
    Map<String, String> kinds = new LinkedHashMap<>();
    kinds.put("no token", line(method, path).replace(TOKEN, "") + "\r\n");
    kinds.put("other method", line("PATCHY", path) + "\r\n");
    kinds.put("unknown parameter", line(method, path + "?no-such=1") + json(operation, "{}"));
    kinds.put("half an escape", line(method, path + "/%zz") + "\r\n");
    if (operation.getJsonObject("responses").containsKey("406")) {
      kinds.put("Accept", line(method, path) + "Accept: image/png\r\n" + json(operation, "{}"));
    }
    if (name.contains("{")) {
      String broken = name.substring(name.indexOf(' ') + 1).replaceAll("\\{[^}]*}", "%21%20");
      kinds.put("path parameter", line(method, broken) + json(operation, "{}"));
    }
    if (operation.containsKey("requestBody")) {
      if (!mediaType(operation)
          .equals("application/x-ndjson")) { // invalid lines are reported, not rejected
        kinds.put("incomplete body", line(method, path) + json(operation, "{"));
        kinds.put("unknown member", line(method, path) + json(operation, "{\"no-such\":1}"));
      }
      kinds.put(
          "Content-Type",
          line(method, path) + "Content-Type: text/troff\r\nContent-Length: 2\r\n\r\n{}");
    } else {
      kinds.put(
          "body",
          line(method, path) + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    }
    List<Object[]> requests = new ArrayList<>();
    kinds.forEach((kind, request) -> requests.add(new Object[] {name + ", " + kind, request}));
    return requests;
  }

  private static String line(String method, String target) {
    return method + " " + target + " HTTP/1.1\r\n" + HEAD;
  }

  private static String json(JsonObject operation, String body) {
    return operation.containsKey("requestBody")
        ? "Content-Type: "
            + mediaType(operation)
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body
        : "\r\n";
  }

  private static String mediaType(JsonObject operation) {
    return operation
        .getJsonObject("requestBody")
        .getJsonObject("content")
        .keySet()
        .iterator()
        .next();
  }

  /**
   * Replaces path parameters by unknown ids, so that a request accepted by mistake has no effect.
   */
  private static String filled(String path) {
    return path.replaceAll("\\{typeKey}", "NoSuchType")
        .replaceAll("\\{(versionId|version|hash|checksum|from|to)}", "0".repeat(64))
        .replaceAll("\\{(platform|platformId)}", "no-such")
        .replaceAll("/platforms/\\{id}", "/platforms/no-such")
        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  /** The exports are larger than all buffers between the server and its client. */
  @Test
  void a_client_that_disconnects_early_causes_no_stack_trace() throws IOException, SQLException {
    try (var connection = server().dataSource().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          insert into sync (id, type_key, platform, direction, status, recorder, actor, dry_run,
              ignore_data_loss, started_at, created_at, retry_count, reason)
          select overlay(overlay(uuid_floor(t)::text placing '7' from 15) placing '8' from 20)::uuid,
              'LeftEarly', 'leftearly', 'PUSH', 'IN_PROGRESS', 'ENGINE', 'ci', false,
              false, t, t, 0, repeat('why ', 200)
          from (select now() - i * interval '1 ms' t from generate_series(1, 20000) i) s
          """);
    }
    List<String> exports = List.of("ndjson", "csv", "json");
    List<String> others =
        List.of(
            TYPES,
            "/api/v1/sync/history?limit=200",
            "/openapi",
            "/metrics",
            "/sign-in.xhtml",
            "/api/v1/events");
    Log before = Log.now();

    for (String format : exports) {
      disconnectAfterStatus("/api/v1/sync/export?platform=leftearly&format=" + format);
    }
    for (String target : others) {
      disconnectAfterStatus(target);
    }
    new Watched("conflicts").store("LeftEarlyNews"); // sends an event to the closed connection

    Watched.await(
        () ->
            before.records().filter(line -> line.contains("An export was aborted")).count()
                == exports.size());
    before.requireAtMostOneLinePerRequest(exports.size() + others.size());
  }

  private static void disconnectAfterStatus(String target) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(get(target).getBytes(StandardCharsets.US_ASCII));
      socket.setSoLinger(true, 0);
      assertThat(socket.getInputStream().readNBytes(12)).as(target).hasSize(12);
    }
  }

  /** The log after a moment, without the lines of threads that process no requests. */
  private record Log(int length) {
    private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[\\d{4}-\\d\\d-\\d\\dT)");

    static Log now() {
      return new Log(server().log().length());
    }

    Stream<String> records() {
      return Arrays.stream(RECORD.split(server().log().substring(length)))
          .filter(line -> line.contains("http-thread-pool"));
    }

    void requireAtMostOneLinePerRequest(int requests) {
      assertThat(records().filter(line -> line.contains("\n\tat "))).isEmpty();
      assertThat(records()).hasSizeLessThanOrEqualTo(requests);
    }
  }
}
