package dev.synctrail.web.access;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.synctrail.web.server.FreePort;
import dev.synctrail.web.server.Postgres;
import dev.synctrail.web.server.ServerProcess;
import dev.synctrail.web.server.Watched;
import io.restassured.response.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Attacks a server from many addresses, which only a proxy in front can stop. The proxy is nginx
 * with the settings of {@code docs/nginx.conf}, without TLS. Skipped where nginx is not installed.
 */
@Tag("long")
class ProxyIT {
  private static final String TOKEN = "st_a-token-for-tests-of-a-proxy-in-front-of-the-server";

  /** More than the server has places for unauthenticated bodies and for large headers. */
  private static final int ADDRESSES = 60;

  private static final String SIGN_IN =
      """
      POST /sign-in.xhtml HTTP/1.1
      Host: localhost:%d
      Sec-Fetch-Site: same-origin
      Content-Type: application/x-www-form-urlencoded
      Content-Length: 1000

      a""";
  private static final String LARGE_HEADER =
      "GET /health/live HTTP/1.1\nHost: localhost:%d\nA: " + "a".repeat(12_000);

  @TempDir Path folder;

  @Test
  void attackers_with_many_addresses_occupy_nothing_behind_a_proxy() throws Exception {
    Optional<Path> program = nginx();
    assumeTrue(program.isPresent(), "nginx is not installed");
    Postgres.Database database = Postgres.newDatabase();
    Map<String, String> configuration = new HashMap<>(database.configuration());
    configuration.put("sync.bootstrap.token", TOKEN);
    configuration.put("sync.http.trusted-proxies", "127.0.0.1");
    int port = FreePort.find();
    String publicUrl = "http://localhost:" + port;
    configuration.put("sync.http.public-url", publicUrl);
    try (ServerProcess server = new ServerProcess("proxied", configuration).start()) {
      Process proxy = start(program.orElseThrow(), port, server.uri().getPort());
      List<Socket> sockets = new ArrayList<>();
      try {
        awaitListening(port);
        for (int i = 0; i < ADDRESSES; i++) {
          String from = "127.0.1." + (i + 1);
          sockets.add(sent(from, port, SIGN_IN.formatted(port)));
          sockets.add(sent(from, port, LARGE_HEADER.formatted(port)));
        }

        String url = publicUrl + "/";
        given()
            .header("Sec-Fetch-Site", "same-origin")
            .formParam("form", "form")
            .post(url + "sign-in.xhtml")
            .then()
            .statusCode(200);
        given().header("A", "a".repeat(12_000)).get(url + "health/live").then().statusCode(200);
        given()
            .header("Authorization", "Bearer " + TOKEN)
            .get(url + "api/v1/types")
            .then()
            .statusCode(200);
        assertThat(given().get(url + "api/v1/types").statusCode()).isEqualTo(401);
        assertThat(addressesOfDenials(database)).containsExactly("127.0.0.1");
        given()
            .header("Host", "elsewhere.example")
            .header("Authorization", "Bearer " + TOKEN)
            .get(url + "api/v1/types")
            .then()
            .statusCode(421);
        assertThat(recorded(url).getHeader("Location")).startsWith(publicUrl + "/api/v1/sync/");
        String invitation = invited(url).path("invitationUrl");
        assertThat(invitation).startsWith(publicUrl + "/invitation.xhtml?code=");
        given().get(invitation).then().statusCode(200);
      } finally {
        for (Socket socket : sockets) {
          socket.close();
        }
        proxy.destroy();
        proxy.waitFor(10, TimeUnit.SECONDS);
      }
    }
  }

  private static Response recorded(String url) {
    return given()
        .header("Authorization", "Bearer " + TOKEN)
        .header("X-Forwarded-Host", "elsewhere.example")
        .contentType("application/json")
        .body(
            "{\"typeKey\":\"Behind\",\"targetPlatform\":\"other\",\"syncDirection\":\"PUSH\",\"data\":{}}")
        .post(url + "api/v1/sync");
  }

  private static Response invited(String url) {
    given()
        .header("Authorization", "Bearer " + TOKEN)
        .contentType("application/json")
        .body("{\"name\":\"ann\",\"role\":\"VIEWER\"}")
        .post(url + "api/v1/users")
        .then()
        .statusCode(201);
    return given()
        .header("Authorization", "Bearer " + TOKEN)
        .header("X-Forwarded-Host", "elsewhere.example")
        .contentType("application/json")
        .body("{}")
        .post(url + "api/v1/users/ann/invitation");
  }

  private static Optional<Path> nginx() {
    return Stream.of((System.getenv("PATH") + ":/usr/sbin").split(":"))
        .map(entry -> Path.of(entry, "nginx"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Process start(Path program, int port, int serverPort) throws IOException {
    String settings =
        Files.readString(Path.of("../docs/nginx.conf"))
            .replace("listen 443 ssl;", "listen 127.0.0.1:" + port + ";")
            .replaceAll("ssl_certificate[^;]*;", "")
            .replace("127.0.0.1:8080", "127.0.0.1:" + serverPort)
            .replace("http {", "http { access_log off; " + temporaryFolders());
    Path file = Files.writeString(folder.resolve("nginx.conf"), settings);
    return new ProcessBuilder(
            program.toString(),
            "-p",
            folder.toString(),
            "-c",
            file.toString(),
            "-e",
            folder.resolve("error.log").toString(),
            "-g",
            "daemon off; pid " + folder.resolve("nginx.pid") + ";")
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("nginx.log").toFile())
        .start();
  }

  private String temporaryFolders() {
    StringBuilder settings = new StringBuilder();
    for (String name : List.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")) {
      settings.append(name).append("_temp_path ").append(folder.resolve(name)).append("; ");
    }
    return settings.toString();
  }

  private static void awaitListening(int port) {
    Watched.await(
        () -> {
          try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
          } catch (IOException e) {
            return false;
          }
        });
  }

  /** Connects from an address of this machine and sends the beginning of a request. */
  private static Socket sent(String from, int port, String text) throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress(from, 0));
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static List<String> addressesOfDenials(Postgres.Database database) throws Exception {
    List<String> addresses = new ArrayList<>();
    try (var connection = database.dataSource().getConnection();
        var rows = connection.createStatement().executeQuery("select address from refusal")) {
      while (rows.next()) {
        addresses.add(rows.getString(1));
      }
    }
    return addresses;
  }
}
