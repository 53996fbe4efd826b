package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks a server with little load, as an unauthenticated client and as an abusive caller. Each of
 * these attacks once made the server unavailable to others.
 */
@Tag("long")
class DenialOfServiceIT {
  private static final String TOKEN = "st_a-token-for-tests-of-denial-of-service-tests";
  private static final String PASSWORD = "a password for tests";
  private static final String ATTACKER = "127.0.0.66";
  private static final String PROXY = "127.0.0.9";
  private static final String OTHER = "127.0.0.1";
  private static final String EXPORT = "/api/v1/sync/export?format=ndjson&include=data";
  private static final int TIMEOUT_MS = 60_000;
  private static final int CONNECTIONS = 300;

  /** Less than the time after which the server closes a connection that transfers nothing. */
  private static final long AT_ONCE_NS = TimeUnit.SECONDS.toNanos(15);

  private static final Postgres.Database DATABASE = Postgres.newDatabase();
  private static ServerProcess server;

  @BeforeAll
  static void start() {
    Map<String, String> configuration = new HashMap<>(DATABASE.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.bootstrap.admin-password", PASSWORD);
    configuration.put("sync.bootstrap.admin-must-change", "false");
    configuration.put("sync.http.trusted-proxies", PROXY);
    configuration.put("sync.http.connections-per-address", String.valueOf(CONNECTIONS));
    server = new ServerProcess("denial", configuration).start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static RequestSpecification api() {
    return given()
        .baseUri(server.uri() + "api/v1")
        .contentType("application/json")
        .header("Authorization", "Bearer " + TOKEN);
  }

  /** Connects from an address of this machine. */
  private static Socket connect(String from) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.bind(new InetSocketAddress(InetAddress.getAllByName(from)[0], 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.uri().getPort()));
    socket.setSoTimeout(TIMEOUT_MS);
    return socket;
  }

  /** Connects from an address of this machine and sends the head of a request. */
  private static Socket sent(String from, String head) throws IOException {
    Socket socket = connect(from);
    socket
        .getOutputStream()
        .write((head.strip().replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  /** Returns the status of a response, 0 after the timeout, or -1 if the connection is closed. */
  private static int status(Socket socket) throws IOException {
    try {
      byte[] line = socket.getInputStream().readNBytes(12);
      return line.length < 12
          ? -1
          : Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
    } catch (SocketTimeoutException e) {
      return 0;
    }
  }

  private static int statusOf(String from, String path, String... headers) throws IOException {
    String head =
        "GET "
            + path
            + " HTTP/1.1\nHost: localhost\nConnection: close\n"
            + String.join("\n", headers);
    try (Socket socket = sent(from, head)) {
      return status(socket);
    }
  }

  private static String basic(String password) {
    return "Authorization: Basic "
        + Base64.getEncoder()
            .encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
  }

  private static void assertOthersAreServed() throws IOException {
    assertThat(statusOf(OTHER, "/health/live")).isEqualTo(200);
    assertThat(statusOf(OTHER, "/api/v1/types", "Authorization: Bearer " + TOKEN)).isEqualTo(200);
  }

  private static void closed(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/sign-in.xhtml", "/health/ready", "/openapi", "/api/v1/types", "/metrics"})
  void unauthenticated_bodies_that_never_arrive_leave_the_server_available(String path)
      throws IOException {
    String head =
        "POST "
            + path
            + " HTTP/1.1\nHost: localhost\nOrigin: http://localhost\nSec-Fetch-Site: same-origin\n"
            + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 1000";
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        sockets.add(sent(ATTACKER, head));
        sockets.get(i).getOutputStream().write('a');
      }
      assertOthersAreServed();
    } finally {
      closed(sockets);
    }
  }

  @Test
  void slow_headers_leave_the_server_available_and_are_closed() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        sockets.add(connect("127.0.0.70"));
        sockets.get(i).getOutputStream().write(ascii("GET /health/live HTTP/1.1\r\nHost: "));
      }
      assertOthersAreServed();
      assertThat(closedByServer(sockets)).isZero();

      awaitClosed(sockets, 220, TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS));
    } finally {
      closed(sockets);
    }
  }

  /** 220 of these fill half of the heap of this server, and the launcher's is not larger. */
  @Test
  void one_address_cannot_fill_the_heap_with_incomplete_headers() throws IOException {
    byte[] head =
        ascii("GET /health/live HTTP/1.1\r\nHost: localhost\r\nA: " + "a".repeat(250_000));
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 220; i++) {
        sockets.add(connect("127.0.0.71"));
        write(sockets.get(i), head);
      }
      awaitClosed(sockets, 220 - ConnectionLimits.MAX_LARGE_PER_ADDRESS, AT_ONCE_NS);
      try (Socket other = connect(OTHER)) {
        write(other, ascii("GET /health/live HTTP/1.1\r\nA: " + "a".repeat(20_000)));
        assertOthersAreServed();
        write(other, ascii("\r\nHost: localhost\r\n\r\n"));
        assertThat(status(other)).isEqualTo(200);
      }
    } finally {
      closed(sockets);
    }
  }

  /** The size of a chunk may have any number of leading zeros. */
  @ParameterizedTest
  @CsvSource({
    "Content-Length: 1000000, 0, 401",
    "Transfer-Encoding: chunked, fffff|0, 401",
    "Transfer-Encoding: chunked, 0, ",
  })
  void a_body_that_never_ends_is_closed_even_if_the_request_was_rejected(
      String length, String start, @Nullable Integer status) throws IOException {
    String head = "POST /api/v1/sync HTTP/1.1\nHost: localhost\n" + length;
    try (Socket socket = sent("127.0.0.72", head)) {
      write(socket, ascii(start.replace("|", "\r\n")));
      if (status != null) {
        assertThat(status(socket)).isEqualTo(status);
      }
      long started = System.nanoTime();
      while (closedByServer(List.of(socket)) == 0) {
        write(socket, ascii("0"));
        assertThat(System.nanoTime() - started)
            .isLessThan(TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS));
      }
    }
  }

  @Test
  void connections_above_the_limit_of_an_address_are_closed_at_once() throws IOException {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS + 20; i++) {
        sockets.add(connect("127.0.0.73"));
      }
      awaitClosed(sockets, 20, AT_ONCE_NS);
      assertOthersAreServed();
      for (int i = 0; i < CONNECTIONS + 20; i++) {
        sockets.add(connect(PROXY));
      }
      assertThat(statusOf(PROXY, "/health/live")).isEqualTo(200);
    } finally {
      closed(sockets);
    }
    long started = System.nanoTime();
    while (statusOf("127.0.0.73", "/health/live") != 200) {
      assertThat(System.nanoTime() - started).isLessThan(AT_ONCE_NS);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Writes to a connection that the server may close meanwhile. */
  private static void write(Socket socket, byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException e) {
      assertThat(e).hasMessageMatching("(?i).*(broken pipe|connection reset).*");
    }
  }

  private static void awaitClosed(List<Socket> sockets, int count, long timeoutNanos)
      throws IOException {
    long started = System.nanoTime();
    for (int closed = 0; closed < count; closed = closedByServer(sockets)) {
      assertThat(System.nanoTime() - started)
          .as("%d of %d connections are closed", closed, sockets.size())
          .isLessThan(timeoutNanos);
    }
    assertThat(closedByServer(sockets)).isEqualTo(count);
  }

  /** Counts connections that the server closed; reads what it sent before. */
  private static int closedByServer(List<Socket> sockets) throws IOException {
    int closed = 0;
    for (Socket socket : sockets) {
      socket.setSoTimeout(1);
      try {
        while (socket.getInputStream().read() >= 0) {
          // an earlier response
        }
        closed++;
      } catch (SocketTimeoutException e) {
        // still open
      } catch (IOException e) {
        closed++;
      } finally {
        socket.setSoTimeout(TIMEOUT_MS);
      }
    }
    return closed;
  }

  @Test
  void a_body_that_arrives_too_slowly_is_closed() throws Exception {
    try (Socket socket =
        sent(
            "127.0.0.67",
            "POST /sign-in.xhtml HTTP/1.1\nHost: localhost\nSec-Fetch-Site: same-origin\n"
                + "Content-Type: application/x-www-form-urlencoded\nContent-Length: 1000")) {
      socket.setSoTimeout(1_000);
      long started = System.nanoTime();
      int read = -2;
      while (read == -2 && System.nanoTime() - started < TimeUnit.SECONDS.toNanos(90)) {
        try {
          socket.getOutputStream().write('a');
          read = socket.getInputStream().read();
        } catch (SocketTimeoutException e) {
          read = -2; // the server still waits
        } catch (IOException e) {
          read = -1;
        }
      }
      assertThat(read).isEqualTo(-1);
    }
  }

  @Test
  void wrong_passwords_from_one_address_lock_out_no_other_address() throws Exception {
    ExecutorService attackers = Executors.newFixedThreadPool(8);
    List<Future<?>> running = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      running.add(
          attackers.submit(
              () -> {
                while (!Thread.currentThread().isInterrupted()) {
                  statusOf(ATTACKER, "/api/v1/me", basic("wrong"));
                }
                return null;
              }));
    }
    try {
      while (statusOf(ATTACKER, "/api/v1/me", basic(PASSWORD)) != 429) {
        assertThat(running).noneMatch(Future::isDone);
      }
      for (int i = 0; i < 3; i++) {
        assertThat(statusOf(OTHER, "/api/v1/me", basic(PASSWORD))).isEqualTo(200);
        assertThat(signedIn()).endsWith("/console/overview.xhtml");
      }
    } finally {
      attackers.shutdownNow();
      attackers.awaitTermination(1, TimeUnit.MINUTES);
    }
  }

  /** Signs in by the form and returns the redirect location. */
  private static String signedIn() {
    Response page = given().get(server.uri() + "sign-in.xhtml");
    return given()
        .redirects()
        .follow(false)
        .cookies(page.cookies())
        .header("Sec-Fetch-Site", "same-origin")
        .formParam("form", "form")
        .formParam("form:name", "admin")
        .formParam("form:password", PASSWORD)
        .formParam("form:enter", "")
        .formParam("jakarta.faces.ViewState", hidden(page, "jakarta.faces.ViewState"))
        .post(server.uri() + "sign-in.xhtml")
        .then()
        .statusCode(302)
        .extract()
        .header("Location");
  }

  private static String hidden(Response page, String name) {
    Matcher input =
        Pattern.compile("name=\"" + Pattern.quote(name) + "\"[^>]*value=\"([^\"]*)\"")
            .matcher(page.asString());
    assertThat(input.find()).as(name).isTrue();
    return input.group(1);
  }

  @Test
  void large_bodies_at_once_do_not_exhaust_the_heap() throws IOException {
    String data = "{\"big\":\"" + "x".repeat(9_900_000) + "\"}";
    // A client that is still sending when the server closes the connection may miss the response.
    HttpClient other = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<Integer>> impatient = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      impatient.add(
          other
              .sendAsync(large(i, data, false), HttpResponse.BodyHandlers.discarding())
              .handle((answer, broken) -> broken == null ? answer.statusCode() : -1));
    }
    assertOthersAreServed();
    assertThat(impatient.stream().map(CompletableFuture::join))
        .contains(201)
        .isSubsetOf(201, 503, -1);

    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<CompletableFuture<HttpResponse<String>>> sent = new ArrayList<>();
    for (int i = 20; i < 40; i++) {
      sent.add(client.sendAsync(large(i, data, true), HttpResponse.BodyHandlers.ofString()));
    }
    assertOthersAreServed();
    List<HttpResponse<String>> answers = sent.stream().map(CompletableFuture::join).toList();

    assertThat(answers).extracting(HttpResponse::statusCode).contains(201).isSubsetOf(201, 503);
    assertThat(answers)
        .filteredOn(answer -> answer.statusCode() == 503)
        .isNotEmpty()
        .allSatisfy(answer -> assertThat(answer.headers().firstValue("Retry-After")).isPresent());
    assertThat(client.sendAsync(large(40, data, true), HttpResponse.BodyHandlers.ofString()).join())
        .extracting(HttpResponse::statusCode)
        .isEqualTo(201);
    assertThat(server.log()).doesNotContain("OutOfMemoryError");
  }

  /** A client that cannot finish sending may never see the response. */
  @Test
  void clients_whose_body_is_rejected_can_finish_sending_it() throws IOException {
    byte[] part = ascii("a".repeat(200_000));
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 3 * ConnectionLimits.MAX_LARGE_PER_ADDRESS; i++) {
        sockets.add(
            sent(
                "127.0.0.79",
                "POST /api/v1/sync HTTP/1.1\nHost: localhost\nContent-Type: application/json\n"
                    + "Content-Length: "
                    + 3 * part.length));
        write(sockets.get(i), part);
      }
      for (Socket socket : sockets) {
        assertThat(status(socket)).isEqualTo(401);
        write(socket, part);
      }
      for (Socket socket : sockets) {
        write(socket, part);
        write(
            socket,
            ascii("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
            .contains("HTTP/1.1 200 ");
      }
    } finally {
      closed(sockets);
    }
  }

  private static HttpRequest large(int number, String data, boolean asksFirst) {
    return HttpRequest.newBuilder(server.uri().resolve("/api/v1/sync"))
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json")
        .expectContinue(asksFirst)
        .POST(
            HttpRequest.BodyPublishers.ofString(
                "{\"typeKey\":\"Large%d\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":%s}"
                    .formatted(number, data)))
        .build();
  }

  @Test
  void exports_that_are_not_read_leave_the_server_available_and_are_closed() throws IOException {
    String data = "{\"big\":\"" + "y".repeat(5_000_000) + "\"}";
    for (int i = 0; i < 4; i++) {
      api()
          .body(
              "{\"typeKey\":\"Exported%d\",\"targetPlatform\":\"elsewhere\",\"syncDirection\":\"PUSH\",\"data\":%s}"
                  .formatted(i, data))
          .post("sync")
          .then()
          .statusCode(201);
    }
    List<String> callers = new ArrayList<>(List.of(TOKEN));
    for (int i = 0; i < 15; i++) {
      callers.add(
          api()
              .body("{\"name\":\"exporter%d\",\"role\":\"ADMIN\"}".formatted(i))
              .post("tokens")
              .then()
              .statusCode(201)
              .extract()
              .path("token"));
    }
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 61; i++) {
        sockets.add(sent(ATTACKER, export(TOKEN)));
      }
      assertOthersAreServed();
      assertThat(statuses(sockets)).containsOnlyKeys(200, 429).containsEntry(200, 4);

      for (String caller : callers) {
        for (int i = 0; i < 5; i++) {
          sockets.add(sent(ATTACKER, export(caller)));
        }
      }
      assertOthersAreServed();
      assertThat(statuses(sockets.subList(61, sockets.size())))
          .as("16 callers may have 64 exports, but the server only 12")
          .containsKey(503);

      long started = System.nanoTime();
      while (statusOf(OTHER, EXPORT, authorization()) != 200) {
        assertThat(System.nanoTime() - started).isLessThan(TimeUnit.SECONDS.toNanos(90));
      }
    } finally {
      closed(sockets);
    }
  }

  private static String export(String token) {
    return "GET " + EXPORT + " HTTP/1.1\nHost: localhost\nAuthorization: Bearer " + token;
  }

  private static Map<Integer, Integer> statuses(List<Socket> sockets) throws IOException {
    Map<Integer, Integer> statuses = new HashMap<>();
    for (Socket socket : sockets) {
      statuses.merge(status(socket), 1, Integer::sum);
    }
    return statuses;
  }

  private static String authorization() {
    return "Authorization: Bearer " + TOKEN;
  }

  @Test
  void rejected_requests_are_counted_instead_of_recorded_one_by_one()
      throws IOException, SQLException {
    for (int i = 0; i < 100; i++) {
      assertThat(statusOf("127.0.0.68", "/api/v1/types/" + i)).isEqualTo(401);
    }

    try (var connection = DATABASE.dataSource().getConnection();
        var rows =
            connection
                .prepareStatement(
                    "select count(*), sum(times) from refusal where address = '127.0.0.68'")
                .executeQuery()) {
      rows.next();
      assertThat(rows.getInt(1)).isBetween(1, 4);
      assertThat(rows.getInt(2)).isEqualTo(100);
    }
    List<Integer> times =
        api()
            .queryParam("kind", "DENIED")
            .get("access-log")
            .path("data.findAll { it.address == '127.0.0.68' }.details.times");
    assertThat(times).isNotEmpty();
  }

  @Test
  void only_a_trusted_proxy_determines_the_client_address() throws IOException, SQLException {
    assertThat(statusOf(PROXY, "/api/v1/types", "Forwarded: for=203.0.113.7")).isEqualTo(401);
    assertThat(statusOf("127.0.0.10", "/api/v1/types", "Forwarded: for=203.0.113.8"))
        .isEqualTo(401);

    try (var connection = DATABASE.dataSource().getConnection();
        var rows =
            connection
                .prepareStatement(
                    "select string_agg(address, ' ' order by address) from refusal"
                        + " where address in ('203.0.113.7', '203.0.113.8', '127.0.0.10')")
                .executeQuery()) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("127.0.0.10 203.0.113.7");
    }
  }
}
