package dev.synctrail.launcher;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * Responds with 503 on the server's port while the server cannot be started, so that clients wait.
 */
final class StartingResponder implements AutoCloseable {

  private static final String PROBLEM =
      """
      {"type":"urn:synctrail:problem:starting","title":"Starting","status":503,\
      "detail":"The server is starting","code":"STARTING"}""";

  private final HttpServer server;

  private StartingResponder(HttpServer server) {
    this.server = server;
  }

  static StartingResponder on(int port) {
    try {
      var server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      server.createContext(
          "/",
          exchange -> {
            try (exchange) {
              byte[] body = PROBLEM.getBytes(StandardCharsets.UTF_8);
              exchange.getResponseHeaders().set("Retry-After", "5");
              exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
              exchange.sendResponseHeaders(503, body.length);
              exchange.getResponseBody().write(body);
            }
          });
      server.start();
      return new StartingResponder(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
