package dev.synctrail.web.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.synctrail.web.server.OwnServer;
import dev.synctrail.web.server.Watched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Traces that a collector receives from a server with telemetry enabled. */
@Tag("long")
class CollectedTracesIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static final List<byte[]> collected = new CopyOnWriteArrayList<>();
  private static HttpServer collector;
  private static OwnServer server;

  @BeforeAll
  static void start() {
    collector = collector();
    server =
        new OwnServer(
            "traced",
            Map.of(
                "otel.sdk.disabled", "false",
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.bsp.schedule.delay", "100",
                "otel.exporter.otlp.traces.protocol", "http/protobuf",
                "otel.exporter.otlp.traces.endpoint",
                    "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces"));
    server.platform().store("Traced");
  }

  @AfterAll
  static void close() {
    server.close();
    collector.stop(0);
  }

  private static HttpServer collector() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/traces",
          exchange -> {
            collected.add(exchange.getRequestBody().readAllBytes());
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void the_attempt_and_its_exchanges_are_collected() {
    String sync =
        server.platform().pushed("Traced", server.platform().api().header("traceparent", CALLER));
    String traceparent =
        server
            .platform()
            .api()
            .get("sync/" + sync + "/attempts")
            .jsonPath()
            .getString("[0].traceparent");

    assertThat(traceparent).startsWith("00-" + TRACE);
    byte[] trace = HexFormat.of().parseHex(TRACE);
    byte[] span = HexFormat.of().parseHex(traceparent.substring(36, 52));
    Watched.await(
        () -> arrived(trace) && arrived(span) && arrived("sync attempt") && arrived("WRITE"));
    assertThat(arrived(sync)).isTrue();
  }

  private static boolean arrived(String text) {
    return arrived(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean arrived(byte[] part) {
    String expected = new String(part, StandardCharsets.ISO_8859_1);
    return collected.stream()
        .anyMatch(body -> new String(body, StandardCharsets.ISO_8859_1).contains(expected));
  }
}
