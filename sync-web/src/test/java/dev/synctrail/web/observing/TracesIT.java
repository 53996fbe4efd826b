package dev.synctrail.web.observing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.sun.net.httpserver.HttpServer;
import dev.synctrail.web.server.Watched;
import io.restassured.path.json.JsonPath;
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
import org.junit.jupiter.api.Test;

class TracesIT {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00-" + TRACE + "-00f067aa0ba902b7-01";

  private static final List<byte[]> collected = new CopyOnWriteArrayList<>();
  private static final HttpServer collector = collector();
  private static final Watched traced =
      new Watched(
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
  private static final Watched untraced = new Watched("untraced", Map.of());

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

  @BeforeAll
  static void start() {
    traced.start();
    untraced.start();
    traced.store("Traced");
    untraced.store("Traced");
    untraced.store("Untraced");
  }

  @AfterAll
  static void close() {
    traced.close();
    untraced.close();
    collector.stop(0);
  }

  private static JsonPath attempts(Watched server, String sync) {
    return server.api().get("sync/" + sync + "/attempts").jsonPath();
  }

  @Test
  void a_try_is_in_the_trace_of_its_request_though_nobody_collects() {
    String sync = untraced.pushed("Traced", untraced.api().header("traceparent", CALLER));

    untraced.api().get("sync/" + sync).then().body("traceId", equalTo(TRACE));
    assertThat(attempts(untraced, sync).getString("[0].traceId")).isEqualTo(TRACE);
    assertThat(attempts(untraced, sync).getString("[0].traceparent"))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
        .isNotEqualTo(CALLER);
  }

  @Test
  void a_try_has_a_trace_though_nobody_asked_for_one() {
    String sync = untraced.pushed("Untraced", untraced.api().header("traceparent", "garbage"));

    String made = attempts(untraced, sync).getString("[0].traceId");
    assertThat(made).matches("[0-9a-f]{32}");
    untraced.api().get("sync/" + sync).then().body("traceId", equalTo(made));
    assertThat(attempts(untraced, sync).getString("[0].traceparent"))
        .matches("00-" + made + "-[0-9a-f]{16}-0[01]");
  }

  @Test
  void the_platform_is_told_nothing_of_the_trace() {
    String sync = untraced.pushed("Traced", untraced.api().header("traceparent", CALLER));

    assertThat(
            attempts(untraced, sync)
                .getList("[0].exchanges.requestHeaders.flatten().name", String.class))
        .isNotEmpty()
        .noneMatch(name -> name.equalsIgnoreCase("traceparent"));
  }

  @Test
  void what_is_collected_is_the_try_and_its_exchanges() {
    String sync = traced.pushed("Traced", traced.api().header("traceparent", CALLER));
    String traceparent = attempts(traced, sync).getString("[0].traceparent");

    assertThat(traceparent).startsWith("00-" + TRACE);
    byte[] trace = HexFormat.of().parseHex(TRACE);
    byte[] span = HexFormat.of().parseHex(traceparent.substring(36, 52));
    Watched.await(() -> arrived(trace) && arrived(span) && arrived("sync try") && arrived("WRITE"));
    assertThat(arrived(sync)).isTrue();
  }

  private static boolean arrived(String text) {
    return arrived(text.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean arrived(byte[] part) {
    String wanted = new String(part, StandardCharsets.ISO_8859_1);
    return collected.stream()
        .anyMatch(body -> new String(body, StandardCharsets.ISO_8859_1).contains(wanted));
  }
}
