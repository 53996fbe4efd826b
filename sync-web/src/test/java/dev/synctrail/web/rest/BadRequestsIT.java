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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that break a rule of HTTP or of the contract, written byte for byte: each is answered
 * with a problem and leaves one line in the log at most, never a stack trace.
 */
class BadRequestsIT extends OnSharedServer {
  private static final String TOKEN = "Authorization: Bearer " + SharedServer.TOKEN + "\r\n";
  private static final String HEAD = "Host: localhost\r\n" + TOKEN + "Connection: close\r\n";
  private static final String TYPES = "/api/v1/types";
  private static final int PATIENCE_MS = 20_000;

  private record Answer(int status, String head, String body) {
    static Answer of(byte[] bytes) {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split("\r\n\r\n", 2);
      return new Answer(
          parts[0].matches("(?s)HTTP/1\\.\\d \\d{3}.*")
              ? Integer.parseInt(parts[0].substring(9, 12))
              : 0,
          parts[0],
          parts.length == 2 ? parts[1] : "");
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

  private static Answer asked(String request) throws IOException {
    try (Socket socket = connected()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return Answer.of(readToTheEnd(socket));
    }
  }

  /** Gives up on a response that never ends, and returns what came. */
  private static byte[] readToTheEnd(Socket socket) throws IOException {
    var bytes = new ByteArrayOutputStream();
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MS);
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

  private static Socket connected() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server().uri().getPort()));
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static String get(String target, String... headers) {
    return "GET " + target + " HTTP/1.1\r\n" + HEAD + String.join("", headers) + "\r\n";
  }

  private static String posted(String headers, String body) {
    return "POST /api/v1/sync HTTP/1.1\r\n" + HEAD + headers + "\r\n" + body;
  }

  static Stream<Arguments> unreadable() {
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
          List.of(400, posted("Content-Type: " + type + "\r\nContent-Length: 2\r\n", "{}")));
    }
    for (String lengths : List.of("abc", "-1", "99999999999999999999", "2\r\nContent-Length: 3")) {
      requests.put(
          "Content-Length " + lengths,
          List.of(400, posted("Content-Length: " + lengths + "\r\n", "{}")));
    }
    requests.put(
        "chunk without a size",
        List.of(
            400,
            posted(
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
  @MethodSource("unreadable")
  void what_cannot_be_read_is_a_problem(String name, int status, String request)
      throws IOException {
    Log before = Log.now();

    Answer answer = asked(request);

    assertThat(answer.isProblem()).as("%s", answer).isTrue();
    assertThat(answer.status()).isEqualTo(status);
    before.requireOneLineEachAtMost(1);
  }

  @Test
  void a_problem_of_the_listener_keeps_to_the_rules_of_http() throws IOException {
    try (Socket socket = connected()) {
      String half = "GET " + TYPES + "/%zz HTTP/1.1\r\nHost: localhost\r\n" + TOKEN + "\r\n";
      socket
          .getOutputStream()
          .write(
              (half.replace("GET", "HEAD") + half + get(TYPES + "?limit=1"))
                  .getBytes(StandardCharsets.ISO_8859_1));
      String all = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      Matcher statuses = Pattern.compile("HTTP/1\\.1 (\\d{3})").matcher(all);
      assertThat(statuses.results().map(found -> found.group(1)))
          .containsExactly("400", "400", "200");
      assertThat(all.split("\"code\":\"MALFORMED_REQUEST\"", -1)).hasSize(2);
    }
  }

  /** A response that never ends cannot be told by its head. */
  @Test
  void head_of_the_events_ends() throws IOException {
    assertThat(asked(get("/api/v1/events").replace("GET", "HEAD")))
        .satisfies(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.head()).contains("text/event-stream");
            });
  }

  @Test
  void every_operation_refuses_every_kind_of_bad_request_in_one_line() throws IOException {
    List<Object[]> requests = new ArrayList<>();
    operations().forEach((name, operation) -> requests.addAll(badOnes(name, operation)));
    List<String> wrong = new ArrayList<>();
    Log before = Log.now();

    for (Object[] request : requests) {
      Answer answer = asked((String) request[1]);
      if (!answer.isProblem()) {
        wrong.add(request[0] + ": " + answer);
      }
    }

    assertThat(requests).hasSizeGreaterThan(500);
    assertThat(wrong).isEmpty();
    before.requireOneLineEachAtMost(requests.size());
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

  private static List<Object[]> badOnes(String name, JsonObject operation) {
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
      for (String body : List.of("{", "{\"no-such\":1}")) {
        kinds.put(
            "body " + body.substring(0, Math.min(12, body.length())),
            line(method, path) + json(operation, body));
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
            + operation
                .getJsonObject("requestBody")
                .getJsonObject("content")
                .keySet()
                .iterator()
                .next()
            + "\r\nContent-Length: "
            + body.length()
            + "\r\n\r\n"
            + body
        : "\r\n";
  }

  /** Names what is not there, so that a request that is taken by mistake changes nothing. */
  private static String filled(String path) {
    return path.replaceAll("\\{typeKey}", "NoSuchType")
        .replaceAll("\\{(versionId|version|hash|checksum|from|to)}", "0".repeat(64))
        .replaceAll("\\{(platform|platformId)}", "no-such")
        .replaceAll("/platforms/\\{id}", "/platforms/no-such")
        .replaceAll("\\{[^}]*}", UUID.randomUUID().toString());
  }

  @Test
  void clients_that_leave_before_the_end_leave_no_stack_trace() throws IOException {
    String big = "y".repeat(3_000_000);
    for (int i = 0; i < 2; i++) {
      server()
          .api()
          .contentType("application/json")
          .body(
              "{\"typeKey\":\"LeftEarly%d\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":{\"big\":\"%s\"}}"
                  .formatted(i, big))
          .post("/sync")
          .then()
          .statusCode(201);
    }
    Log before = Log.now();
    for (String target :
        List.of(
            "/api/v1/sync/export?format=ndjson&include=data&typeKey=LeftEarly0",
            "/api/v1/sync/export?format=csv&include=data&typeKey=LeftEarly1",
            "/api/v1/sync/export?format=json&include=data",
            "/api/v1/types/LeftEarly0",
            "/api/v1/sync/history?limit=200",
            "/openapi",
            "/metrics",
            "/sign-in.xhtml",
            "/api/v1/events")) {
      try (Socket socket = connected()) {
        socket.getOutputStream().write(get(target).getBytes(StandardCharsets.US_ASCII));
        socket.setSoLinger(true, 0);
        assertThat(socket.getInputStream().readNBytes(12)).as(target).hasSize(12);
      }
    }

    // The events of this reach the connection that is gone.
    new Watched("conflicts").store("LeftEarlyNews");
    Watched.await(
        () -> before.records().filter(r -> r.contains("An export was broken off")).count() >= 3);
    before.requireOneLineEachAtMost(9);
  }

  /** What the log held at a moment; what other threads write meanwhile does not count. */
  private record Log(int length) {
    private static final Pattern RECORD = Pattern.compile("(?m)^(?=\\[\\d{4}-\\d\\d-\\d\\dT)");

    static Log now() {
      return new Log(server().log().length());
    }

    Stream<String> records() {
      return Arrays.stream(RECORD.split(server().log().substring(length)))
          .filter(line -> line.contains("http-thread-pool"));
    }

    void requireOneLineEachAtMost(int requests) {
      assertThat(records().filter(line -> line.contains("\n\tat "))).isEmpty();
      assertThat(records()).hasSizeLessThanOrEqualTo(requests);
    }
  }
}
