package dev.synctrail.integration.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.flowcontrol.BreakerStatus;
import dev.synctrail.flowcontrol.BreakerStatuses;
import dev.synctrail.flowcontrol.TrafficPolicies;
import dev.synctrail.flowcontrol.TrafficPolicy;
import dev.synctrail.flowcontrol.TrafficPolicy.Order;
import dev.synctrail.flowcontrol.TrafficPolicy.Settings;
import dev.synctrail.flowcontrol.TrafficPolicy.State;
import dev.synctrail.gateway.Deferred;
import dev.synctrail.gateway.ExchangeLog;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.integration.tracing.Spans;
import dev.synctrail.platform.Platform;
import dev.synctrail.platform.PlatformId;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Policies that users set apply from the next request on. */
class AppliedTrafficPolicyTest {
  private static final Platform PLATFORM = Fixture.platform("one");

  private final StandIn standIn = StandIn.start();
  private final Fixture fixture = new Fixture();
  private final RecordingLog log = new RecordingLog();
  private final Breakers breakers =
      new Breakers(BreakerSettings.from(fixture.values()), fixture.clock);
  private boolean readable = true;
  private TrafficPolicy trafficPolicy = TrafficPolicy.unset(PLATFORM.id());

  private final RecordedHttp http =
      new RecordedHttp(
          new BareHttp(HttpSettings.from(fixture.values())),
          HttpSettings.from(fixture.values()),
          this::policy,
          breakers,
          new TokenBuckets(fixture.values(), fixture.clock),
          measured -> {},
          Spans.disabled(),
          fixture.clock);

  @AfterEach
  void close() {
    standIn.close();
  }

  private TrafficPolicy policy(PlatformId platform) {
    if (!readable) {
      throw new IllegalStateException("no database");
    }
    return trafficPolicy;
  }

  private ExchangeResult send(RequestPurpose requestPurpose, ExchangeLog by) {
    URI url = URI.create(standIn.baseUrl() + "/v1/x");
    return http.exchange(PLATFORM, by, requestPurpose, Outgoing.of("GET", url));
  }

  private ExchangeResult read() {
    return send(RequestPurpose.READ, log);
  }

  private void set(Settings settings, @Nullable Order order) {
    trafficPolicy =
        new TrafficPolicy(
            PLATFORM.id(), trafficPolicy.revision() + 1, settings, order, null, null, null);
  }

  @Test
  void nothing_is_sent_while_the_policy_cannot_be_read() {
    readable = false;

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Deferred.class,
            thrown ->
                assertThat(thrown.notBefore()).isEqualTo(fixture.clock.instant().plusSeconds(1)));
    assertThat(log.requests()).isEmpty();
    assertThat(standIn.ledger().entries()).isEmpty();
  }

  @Test
  void the_breaker_applies_changed_settings_without_a_restart() {
    set(new Settings(2, 100, Duration.ofMinutes(5), null, null), null);
    standIn.script(Rule.always("GET", "*", Fault.status(503)));
    read();
    read();

    assertThatThrownBy(this::read)
        .isInstanceOfSatisfying(
            Deferred.class,
            thrown ->
                assertThat(thrown.notBefore())
                    .isEqualTo(fixture.clock.instant().plus(Duration.ofMinutes(5))));
    assertThat(breakers.show(PLATFORM.id()))
        .isEqualTo(
            new BreakerStatus.Breaker(
                "OPEN",
                fixture.clock.instant().plus(Duration.ofMinutes(5)),
                2,
                2,
                2,
                100,
                Duration.ofMinutes(5)));

    set(Settings.AS_CONFIGURED, null);
    assertThat(read().status()).isEqualTo(503);
    assertThat(breakers.show(PLATFORM.id()).calls()).isEqualTo(10);
  }

  @Test
  void the_breaker_applies_an_order_once() {
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);

    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(read().status()).isEqualTo(401);
    assertThat(breakers.state(PLATFORM.id())).isEqualTo("CLOSED");

    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);
    fixture.clock.forward(Duration.ofMillis(1));
    set(Settings.AS_CONFIGURED, new Order(State.CLOSED, fixture.clock.instant()));
    assertThat(read().status()).isEqualTo(401);
  }

  @Test
  void a_server_that_has_just_started_ignores_an_expired_order() {
    Order longAgo = new Order(State.OPEN, fixture.clock.instant().minusSeconds(30));
    set(Settings.AS_CONFIGURED, longAgo);

    assertThat(read().status()).isEqualTo(401);
  }

  @Test
  void a_breaker_is_half_open_after_its_open_time() {
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);
    assertThat(breakers.state(PLATFORM.id())).isEqualTo("OPEN");

    fixture.clock.forward(Duration.ofSeconds(31));

    assertThat(breakers.state(PLATFORM.id())).isEqualTo("HALF_OPEN");
    assertThat(breakers.show(PLATFORM.id()))
        .extracting(BreakerStatus.Breaker::state, BreakerStatus.Breaker::openUntil)
        .containsExactly("HALF_OPEN", null);
  }

  @Test
  void a_probe_that_never_ends_does_not_block_the_platform_for_ever() {
    PlatformId id = PLATFORM.id();
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);
    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(breakers.refuse(id)).isEmpty();
    assertThat(breakers.refuse(id)).contains(fixture.clock.instant().plusSeconds(1));

    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(breakers.refuse(id)).contains(fixture.clock.instant().plusSeconds(30));
    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(breakers.refuse(id)).isEmpty();
  }

  private BreakerStatuses breakerStatuses() {
    return new PlatformBreakerStatuses(
        new TrafficPolicies() {
          @Override
          public TrafficPolicy of(PlatformId platform) {
            return trafficPolicy;
          }

          @Override
          public List<TrafficPolicy> revisions(PlatformId platform) {
            return List.of(trafficPolicy);
          }

          @Override
          public boolean add(TrafficPolicy next) {
            return false;
          }
        },
        breakers,
        new TokenBuckets(fixture.values(), fixture.clock));
  }

  @Test
  void the_queue_sees_an_order_before_the_next_request_applies_it() {
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThat(breakers.state(PLATFORM.id())).isEqualTo("CLOSED");
    assertThat(breakerStatuses().breaker(PLATFORM.id()).state()).isEqualTo("OPEN");
  }

  @Test
  void after_a_refusal_no_request_is_attempted_before_the_given_time() {
    PlatformId id = PLATFORM.id();
    Instant begun = fixture.clock.instant();
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, begun));
    assertThat(breakerStatuses().refusedUntil(id)).isEmpty();
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);
    assertThat(breakerStatuses().refusedUntil(id)).contains(begun.plusSeconds(30));

    fixture.clock.forward(Duration.ofSeconds(31));
    assertThat(breakerStatuses().refusedUntil(id)).isEmpty();
    assertThat(breakers.refuse(id)).isEmpty();
    assertThat(breakers.refuse(id)).isPresent();
    assertThat(breakerStatuses().refusedUntil(id)).contains(fixture.clock.instant().plusSeconds(1));

    breakers.answered(id);
    assertThat(breakerStatuses().refusedUntil(id)).isEmpty();
  }

  @Test
  void an_order_to_close_resumes_work_immediately() {
    set(Settings.AS_CONFIGURED, new Order(State.OPEN, fixture.clock.instant()));
    assertThatThrownBy(this::read).isInstanceOf(Deferred.class);
    fixture.clock.forward(Duration.ofMillis(1));

    set(Settings.AS_CONFIGURED, new Order(State.CLOSED, fixture.clock.instant()));

    assertThat(breakerStatuses().refusedUntil(PLATFORM.id())).isEmpty();
  }
}
