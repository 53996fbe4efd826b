package dev.synctrail.integration.anchor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.synctrail.integration.http.ConfigValues;
import dev.synctrail.integration.http.HttpSettings;
import dev.synctrail.integration.http.UnrecordedHttp;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An HTTP server on this machine that answers each request as a test wants. */
final class Place implements AutoCloseable {
  private final HttpServer server;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Answering answering = request -> Answer.of(500, "");

  Place() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/", this::answer);
    server.start();
  }

  static AnchorHttp http() {
    Map<String, String> config = Map.of("sync.http.answer-timeout", "PT2S");
    return new AnchorHttp(
        new UnrecordedHttp(
            HttpSettings.from(new ConfigValues(key -> Optional.ofNullable(config.get(key))))));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  void answers(Answering next) {
    answering = next;
  }

  List<Request> requests() {
    return requests;
  }

  private void answer(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
    requests.add(request);
    Answer answer = answering.to(request);
    answer.headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    byte[] body = answer.body.getBytes(StandardCharsets.ISO_8859_1);
    try (OutputStream out = exchange.getResponseBody()) {
      exchange.sendResponseHeaders(answer.status, answer.endless ? 0 : body.length);
      do {
        out.write(body);
      } while (answer.endless);
    } catch (IOException e) {
      exchange.close(); // the client has had enough
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  /** What the server got; bytes as Latin-1. */
  record Request(String line, String mediaType, String authorization, String body) {
    String text() {
      return new String(body.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
  }

  /** What the server answers; bytes as Latin-1. */
  record Answer(int status, Map<String, String> headers, String body, boolean endless) {
    static Answer of(int status, String text) {
      return of(status, text.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, byte[] body) {
      return new Answer(status, Map.of(), new String(body, StandardCharsets.ISO_8859_1), false);
    }

    Answer with(String name, String value) {
      return new Answer(status, Map.of(name, value), body, endless);
    }

    Answer forEver() {
      return new Answer(status, headers, body, true);
    }
  }

  /** Decides what is answered. */
  interface Answering {
    Answer to(Request request) throws IOException;
  }
}
