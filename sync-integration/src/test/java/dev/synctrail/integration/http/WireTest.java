package dev.synctrail.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.hostile.RawServer;
import dev.synctrail.integration.hostile.RawServer.End;
import dev.synctrail.integration.hostile.RawServer.Raw;
import dev.synctrail.integration.hostile.RawServer.Request;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed and unusual responses, and which connection a request uses. */
class WireTest {
  private static final Platform PLATFORM = Fixture.platform("one");
  private static final String JSON = "{\"name\":\"Grüße\"}";

  private final Fixture fixture = new Fixture();
  private final RecordingLog log = new RecordingLog();

  private ExchangeResult send(RecordedHttp http, String method, URI url) {
    return http.exchange(
        PLATFORM,
        log,
        method.equals("GET") ? RequestPurpose.READ : RequestPurpose.WRITE,
        Outgoing.of(method, url));
  }

  private ExchangeResult answered(String headers, byte[] body) {
    try (RawServer server =
        RawServer.start(request -> new Raw(RawServer.http(200, headers, body), End.CLOSES))) {
      return send(fixture.http(), "GET", server.url());
    }
  }

  private static FailureClass failure(ExchangeResult ended) {
    return Optional.ofNullable(ended.failure()).map(Failure::failureClass).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {9_000, 30_000, 64_000})
  void a_long_header_line_is_recorded_and_used(int length) {
    ExchangeResult ended =
        answered("X-Long: " + "x".repeat(length) + "\r\n", JSON.getBytes(StandardCharsets.UTF_8));
    assertThat(ended.failure()).isNull();
    assertThat(ended.header("X-Long").orElseThrow()).hasSize(length);
    assertThat(log.lastAnswer().headers()).contains(new Header("X-Long", "x".repeat(length)));
  }

  @Test
  void many_header_lines_are_recorded_and_used() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 3_000; i++) {
      lines.append("X-H").append(i).append(": v\r\n");
    }
    ExchangeResult ended = answered(lines.toString(), new byte[0]);
    assertThat(ended.failure()).isNull();
    assertThat(log.lastAnswer().headers()).hasSize(3_001);
  }

  @Test
  void headers_beyond_the_limit_are_reported_as_too_large() {
    assertThat(failure(answered("X-Long: " + "x".repeat(80_000) + "\r\n", new byte[0])))
        .isEqualTo(FailureClass.ANSWER_TOO_LARGE);
    assertThat(failure(answered("X: y\r\n".repeat(40_000), new byte[0])))
        .isEqualTo(FailureClass.ANSWER_TOO_LARGE);
  }

  @Test
  void a_write_never_uses_a_connection_again() {
    List<Request> received = Collections.synchronizedList(new ArrayList<>());
    try (RawServer server =
        RawServer.start(
            request -> {
              received.add(request);
              return new Raw(RawServer.http(200, "", new byte[0]), End.STAYS);
            })) {
      RecordedHttp http = fixture.http();
      for (String method : List.of("GET", "GET", "POST", "PATCH", "DELETE", "GET", "PUT")) {
        assertThat(send(http, method, server.url()).status()).isEqualTo(200);
      }
    }
    assertThat(received).extracting(Request::connection).containsExactly(1, 1, 2, 3, 4, 1, 5);
  }

  @Test
  void a_read_notices_that_its_connection_was_closed_meanwhile() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    try (RawServer server =
        RawServer.start(request -> new Raw(RawServer.http(200, "", new byte[0]), End.CLOSES))) {
      RecordedHttp http = fixture.http();
      for (int i = 0; i < 5; i++) {
        assertThat(send(http, "GET", server.url()).failure()).isNull();
        closed.countDown();
      }
      closed.await();
    }
  }

  @Test
  void a_request_that_was_never_sent_is_distinguished_from_one_that_may_have_been()
      throws IOException {
    try (RawServer server = RawServer.start(request -> new Raw(new byte[0], End.RESETS))) {
      ExchangeResult reset = send(fixture.http(), "POST", server.url());
      assertThat(failure(reset)).isEqualTo(FailureClass.CONNECTION_RESET);
      assertThat(reset.left()).isTrue();
    }
    // bound to the port without listening, so that no other process can listen there
    try (Socket silent = new Socket()) {
      silent.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI unused = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
      ExchangeResult refused = send(fixture.http(), "POST", unused);
      assertThat(failure(refused)).isEqualTo(FailureClass.CONNECT_FAILED);
      assertThat(refused.left()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gzip, gzip",
    "x-gzip, gzip",
    "GZIP, gzip",
    "deflate, zlib",
    "'gzip, identity', gzip",
    "gzip, ''",
    "'', ''"
  })
  void a_declared_coding_is_read_and_the_raw_bytes_are_recorded(String declared, String coded)
      throws IOException {
    byte[] raw = coded(coded, JSON.getBytes(StandardCharsets.UTF_8));
    ExchangeResult ended =
        answered(declared.isEmpty() ? "" : "Content-Encoding: " + declared + "\r\n", raw);
    assertThat(ended.decoded().text()).isEqualTo(Snapshot.ofText(JSON));
    assertThat(log.lastAnswer().body()).isEqualTo(Snapshot.of(raw));
    Snapshot text = log.lastAnswer().text();
    assertThat(text == null ? log.lastAnswer().body() : text).isEqualTo(Snapshot.ofText(JSON));
  }

  private static byte[] coded(String coding, byte[] plain) throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream out =
        switch (coding) {
          case "gzip" -> new GZIPOutputStream(sink);
          case "zlib" -> new DeflaterOutputStream(sink);
          default -> sink;
        }) {
      out.write(plain);
    }
    return sink.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"iso-8859-1", "UTF-16LE", "windows-1252", "utf-8"})
  void a_declared_character_set_is_applied(String charset) {
    ExchangeResult ended =
        answered(
            "Content-Type: application/json; charset=" + charset + "\r\n",
            JSON.getBytes(Charset.forName(charset)));
    assertThat(ended.decoded().text()).isEqualTo(Snapshot.ofText(JSON));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE"})
  void a_byte_order_mark_defines_the_character_set_and_is_removed(String charset) {
    ExchangeResult ended =
        answered(
            "Content-Type: application/json\r\n",
            ("\uFEFF" + JSON).getBytes(Charset.forName(charset)));
    assertThat(ended.decoded().text()).isEqualTo(Snapshot.ofText(JSON));
  }

  @Test
  void the_error_for_an_undecodable_body_names_the_reason() throws IOException {
    byte[] plain = JSON.getBytes(StandardCharsets.UTF_8);
    byte[] zipped = coded("gzip", plain);
    zipped[zipped.length / 2] ^= 0x55;
    assertThat(answered("Content-Encoding: br\r\n", plain).decoded().whyNot().orElseThrow())
        .contains("br");
    assertThat(answered("Content-Encoding: gzip\r\n", zipped).decoded().whyNot().orElseThrow())
        .contains("gzip");
    assertThat(
            answered("Content-Type: text/plain; charset=klingon\r\n", plain)
                .decoded()
                .whyNot()
                .orElseThrow())
        .contains("klingon");
    byte[] bomb = coded("gzip", new byte[Snapshot.RESPONSE_LIMIT + 1]);
    DecodedBody large = answered("Content-Encoding: gzip\r\n", bomb).decoded();
    assertThat(large.tooLarge()).isTrue();
    assertThat(large.text()).isNull();
  }
}
