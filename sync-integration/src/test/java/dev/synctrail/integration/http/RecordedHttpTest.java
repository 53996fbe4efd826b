package dev.synctrail.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.integration.tracing.Spans;
import dev.synctrail.metrics.ExchangeMeasured;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.faulttolerance.exceptions.BulkheadException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordedHttpTest {
  private static final Platform PLATFORM = Fixture.platform("one");

  private final StandIn standIn = StandIn.start();
  private final Fixture fixture = new Fixture();
  private final RecordingLog log = new RecordingLog();

  @AfterEach
  void close() {
    standIn.close();
  }

  private URI url(String path) {
    return URI.create(standIn.baseUrl() + path);
  }

  private ExchangeResult get(RecordedHttp http, Platform platform) {
    return http.exchange(
        platform, log, RequestPurpose.READ, Outgoing.of("GET", url("/v1/x?q=a%20b")));
  }

  @Test
  void sends_exactly_the_headers_and_bytes_it_was_given() {
    Snapshot body = Snapshot.ofText("{\"ü\": 1.0}\n");
    Outgoing out =
        Outgoing.of("PATCH", url("/v1/x?q=a%20b"))
            .header("X-One", "1")
            .body("application/merge-patch+json", body);
    ExchangeResult ended = fixture.http().exchange(PLATFORM, log, RequestPurpose.WRITE, out);
    assertThat(ended.status()).isEqualTo(401);
    assertThat(ended.failure()).isNull();
    var entry = standIn.ledger().entries().get(0);
    assertThat(entry.target()).isEqualTo("/v1/x?q=a%20b");
    assertThat(entry.body()).isEqualTo(body.bytes());
    assertThat(entry.headers())
        .extracting(header -> header.name() + ": " + header.value())
        .contains("X-One: 1", "Content-Type: application/merge-patch+json")
        .noneMatch(line -> line.startsWith("Upgrade") || line.startsWith("User-Agent"));
    assertThat(log.requests().get(0).body()).isEqualTo(body);
    assertThat(log.requests().get(0).startedAt()).isEqualTo(fixture.clock.instant());
    assertThat(log.lastAnswer().body()).isEqualTo(ended.body());
  }

  @Test
  void keeps_no_cookie_and_follows_no_redirect() {
    RecordedHttp http = fixture.http();
    standIn.script(
        Rule.once(
            "GET", "*", Fault.status(302).header("Location", "/").header("Set-Cookie", "a=b")));
    assertThat(get(http, PLATFORM).status()).isEqualTo(302);
    get(http, PLATFORM);
    assertThat(standIn.ledger().entries()).hasSize(2);
    assertThat(standIn.ledger().entries().get(1).header("Cookie")).isEmpty();
    assertThat(log.answers().get(0).headers()).contains(new Header("Set-Cookie", "«redacted»"));
  }

  @Test
  void a_reset_connection_does_not_cause_a_retry() {
    standIn.script(Rule.always("*", "*", Fault.reset(false)));
    ExchangeResult ended = get(fixture.http(), PLATFORM);
    assertThat(failure(ended)).isEqualTo(FailureClass.CONNECTION_RESET);
    assertThat(ended.left()).isTrue();
    assertThat(standIn.ledger().entries()).hasSize(1);
  }

  @Test
  void a_response_of_the_largest_size_is_stored_and_one_byte_more_is_not() {
    RecordedHttp http = fixture.http();
    standIn.script(
        Rule.once("GET", "*", Fault.oversized(Snapshot.RESPONSE_LIMIT).applied(false)),
        new Rule("GET", "*", 2, 1, Fault.oversized(Snapshot.RESPONSE_LIMIT + 1L).applied(false)));
    ExchangeResult whole = get(http, PLATFORM);
    assertThat(whole.failure()).isNull();
    assertThat(Optional.ofNullable(whole.body()).orElseThrow().size())
        .isEqualTo(Snapshot.RESPONSE_LIMIT);
    ExchangeResult large = get(http, PLATFORM);
    assertThat(failure(large)).isEqualTo(FailureClass.ANSWER_TOO_LARGE);
    assertThat(large.status()).isEqualTo(200);
    assertThat(Optional.ofNullable(large.body()).orElseThrow().size()).isEqualTo(65_536);
    assertThat(log.lastAnswer().failure()).isEqualTo(large.failure());
  }

  @Test
  void the_received_part_of_a_truncated_response_is_stored() {
    standIn.script(
        Rule.once("POST", "*/oauth/token", Fault.truncated()),
        Rule.once("GET", "*", Fault.truncated()));
    ExchangeResult ended = get(fixture.http(), PLATFORM);
    assertThat(failure(ended)).isEqualTo(FailureClass.MALFORMED_ANSWER);
    assertThat(ended.status()).isEqualTo(401);
    assertThat(Optional.ofNullable(ended.body()).orElseThrow().size()).isPositive();
  }

  @Test
  void a_response_that_arrives_too_slowly_is_cut_off() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread dripping = new Thread(() -> drip(server, over));
      dripping.start();
      fixture.with("sync.http.answer-timeout", "PT0.5S");
      ExchangeResult ended =
          fixture
              .http()
              .exchange(
                  PLATFORM,
                  log,
                  RequestPurpose.READ,
                  Outgoing.of("GET", URI.create("http://127.0.0.1:" + server.getLocalPort())));
      over.countDown();
      dripping.join();
      assertThat(failure(ended)).isEqualTo(FailureClass.TIMEOUT);
      assertThat(ended.status()).isEqualTo(200);
      assertThat(log.answers()).hasSize(1);
    }
  }

  private static void drip(ServerSocket server, CountDownLatch over) {
    try (Socket socket = server.accept();
        OutputStream out = socket.getOutputStream()) {
      out.write(
          "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (!over.await(50, TimeUnit.MILLISECONDS)) {
        out.write('x');
        out.flush();
      }
    } catch (IOException | InterruptedException e) {
      // the client has closed the connection, as the test expects
      over.countDown();
    }
  }

  @Test
  void a_full_bulkhead_is_recorded_and_nothing_is_sent() {
    BareHttp full =
        new BareHttp(HttpSettings.from(fixture.values())) {
          @Override
          void exchange(Outgoing out, Wire wire) {
            throw new BulkheadException();
          }
        };
    ExchangeResult ended = get(fixture.http(full), PLATFORM);
    assertThat(failure(ended)).isEqualTo(FailureClass.CONNECT_FAILED);
    assertThat(ended.left()).isFalse();
    assertThat(log.answers()).hasSize(1);
  }

  @Test
  void an_interrupt_from_outside_is_preserved_after_the_end_is_recorded() {
    BareHttp interrupted =
        new BareHttp(HttpSettings.from(fixture.values())) {
          @Override
          void exchange(Outgoing out, Wire wire) {
            super.exchange(out, wire);
            Thread.currentThread().interrupt();
          }
        };
    get(fixture.http(interrupted), PLATFORM);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(log.answers()).hasSize(1);
  }

  @Test
  void an_unknown_host_and_a_closed_port_have_different_messages() {
    fixture.with("sync.http.connect-timeout", "PT5S");
    ExchangeResult unknown =
        fixture
            .http()
            .exchange(
                PLATFORM,
                log,
                RequestPurpose.READ,
                Outgoing.of("GET", URI.create("http://no-such-host.invalid/")));
    ExchangeResult closed =
        fixture
            .http()
            .exchange(
                PLATFORM,
                log,
                RequestPurpose.READ,
                Outgoing.of("GET", URI.create("http://127.0.0.1:1/")));
    assertThat(Optional.ofNullable(unknown.failure()).orElseThrow().message()).contains("DNS");
    assertThat(Optional.ofNullable(closed.failure()).orElseThrow().message())
        .contains("connection failed");
    assertThat(unknown.left() || closed.left()).isFalse();
  }

  @Test
  void a_proxy_is_used_when_one_is_configured() {
    fixture.with("sync.http.proxy", standIn.baseUrl());
    ExchangeResult ended =
        fixture
            .http()
            .exchange(
                PLATFORM,
                log,
                RequestPurpose.READ,
                Outgoing.of("GET", URI.create("http://platform.invalid/v1/contenttypes")));
    assertThat(ended.status()).isEqualTo(401);
    assertThat(standIn.ledger().entries()).hasSize(1);
    assertThat(standIn.ledger().entries().get(0).header("Host")).contains("platform.invalid");
  }

  @Test
  void the_breaker_opens_for_a_failing_platform_and_not_for_others() {
    fixture.with("sync.breaker.calls", 4).with("sync.breaker.open-for", "PT30S");
    RecordedHttp http = fixture.http();
    standIn.script(new Rule("GET", "*", 1, 4, Fault.status(503)));
    for (int i = 0; i < 4; i++) {
      assertThat(get(http, PLATFORM).status()).isEqualTo(503);
    }
    Instant now = fixture.clock.instant();
    assertThatThrownBy(() -> get(http, PLATFORM))
        .isInstanceOfSatisfying(
            Deferred.class,
            thrown -> {
              assertThat(thrown.notBefore()).isEqualTo(now.plusSeconds(30));
              assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.UNAVAILABLE);
            });
    assertThat(log.requests()).hasSize(4);
    assertThat(standIn.ledger().entries()).hasSize(4);
    assertThat(get(http, Fixture.platform("two")).status()).isEqualTo(401);

    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(get(http, PLATFORM).status()).isEqualTo(401);
    assertThat(get(http, PLATFORM).status()).isEqualTo(401);
  }

  @Test
  void client_errors_do_not_open_the_breaker() {
    fixture.with("sync.breaker.calls", 2);
    RecordedHttp http = fixture.http();
    for (int status : new int[] {400, 401, 403, 404, 409, 412, 429}) {
      standIn.script(Rule.once("GET", "*", Fault.status(status)));
      assertThat(get(http, PLATFORM).status()).isEqualTo(status);
      standIn.clearScript();
    }
  }

  @Test
  void a_request_that_the_log_rejects_does_not_consume_the_probe_of_the_breaker() {
    fixture.with("sync.breaker.calls", 1).with("sync.breaker.open-for", "PT1S");
    RecordedHttp http = fixture.http();
    standIn.script(Rule.once("GET", "*", Fault.status(500)));
    get(http, PLATFORM);
    fixture.clock.forward(Duration.ofSeconds(2));
    RecordingLog refusing = new RecordingLog().failingAtStart(1);
    assertThatThrownBy(
            () ->
                http.exchange(
                    PLATFORM, refusing, RequestPurpose.READ, Outgoing.of("GET", url("/v1/x"))))
        .isInstanceOf(RecordingLog.Refusal.class);
    assertThat(get(http, PLATFORM).status()).isEqualTo(401);
  }

  private static FailureClass failure(ExchangeResult ended) {
    return failureClass(ended.failure());
  }

  private static FailureClass failureClass(@org.jspecify.annotations.Nullable Failure failure) {
    return Optional.ofNullable(failure).orElseThrow().failureClass();
  }

  @Test
  void measures_the_time_on_the_network_and_for_recording() {
    get(fixture.http(), PLATFORM);

    assertThat(fixture.measured)
        .singleElement()
        .satisfies(
            measured -> {
              assertThat(measured.platform()).isEqualTo(PLATFORM.id());
              assertThat(measured.purpose()).isEqualTo(RequestPurpose.READ);
              assertThat(measured.statusClass()).isEqualTo("4xx");
              assertThat(measured.exchange()).isPositive();
              assertThat(measured.recording()).isPositive();
            });
  }

  @Test
  void an_error_in_counting_does_not_change_the_result() {
    HttpSettings settings = HttpSettings.from(fixture.values());
    RecordedHttp http =
        new RecordedHttp(
            new BareHttp(settings),
            settings,
            TrafficPolicy::unset,
            new Breakers(BreakerSettings.from(fixture.values()), fixture.clock),
            new TokenBuckets(fixture.values(), fixture.clock),
            (ExchangeMeasured measured) -> {
              throw new IllegalStateException("no room");
            },
            Spans.disabled(),
            fixture.clock);

    assertThat(get(http, PLATFORM).failure()).isNull();
    assertThat(log.answers()).hasSize(1);
  }
}
