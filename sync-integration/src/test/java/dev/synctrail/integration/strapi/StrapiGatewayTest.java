package dev.synctrail.integration.strapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Behaviour specific to Strapi, in addition to the contract of all gateways. */
class StrapiGatewayTest {
  private static final TypeKey POST = new TypeKey("post");

  private final ContentTypeBuilder builder = new ContentTypeBuilder();
  private final StandIn standIn = StandIn.builder().speaking(builder::answer).start();
  private final List<Duration> pauses = new ArrayList<>();
  private final PlatformGateway gateway = fixture().pause(pauses::add).gateway();
  private final RecordingLog log = new RecordingLog();

  @AfterEach
  void close() {
    standIn.close();
  }

  private Fixture fixture() {
    return new Fixture().credentials("strapi", standIn.baseUrl());
  }

  private Platform platform() {
    return Fixture.platform("strapi", standIn.baseUrl(), "v5", Map.of());
  }

  private PushOrder order(TypeKey key, Snapshot wanted) {
    return new PushOrder(platform(), key, wanted, PushOptions.NONE, null, log);
  }

  private PlatformException refused(TypeKey key, Snapshot wanted) {
    return catchThrowableOfType(PlatformException.class, () -> gateway.push(order(key, wanted)));
  }

  private static Rule reads(int nth, int times, Fault fault) {
    return new Rule("GET", "/content-type-builder*", nth, times, fault);
  }

  @Test
  void a_write_ends_when_strapi_is_available_again() {
    standIn.script(reads(2, 3, Fault.resetBeforeBody()));
    PushResult result = gateway.push(order(POST, Samples.sample(POST)));
    assertThat(result.operation()).isEqualTo(Operation.CREATE);
    assertThat(result.httpStatus()).isEqualTo(201);
    assertThat(log.requests(RequestPurpose.READ_BACK)).hasSize(4);
    assertThat(pauses).hasSize(4).containsOnly(Duration.ofSeconds(2));
  }

  @Test
  void a_restart_does_not_count_for_the_circuit_breaker() {
    PlatformGateway guarded =
        fixture().with("sync.breaker.calls", "4").pause(pauses::add).gateway();
    standIn.script(reads(2, 8, Fault.resetBeforeBody()));
    assertThat(guarded.push(order(POST, Samples.sample(POST))).operation())
        .isEqualTo(Operation.CREATE);
    assertThat(guarded.push(order(POST, Samples.sample(POST))).operation())
        .isEqualTo(Operation.NONE);
  }

  @Test
  void a_write_is_unconfirmed_when_strapi_does_not_restart() {
    standIn.script(reads(2, Rule.ALWAYS, Fault.resetBeforeBody()));
    PlatformException thrown = refused(POST, Samples.sample(POST));
    assertThat(thrown).isInstanceOf(OutcomeUnknown.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.UNCONFIRMED);
    assertThat(log.requests(RequestPurpose.READ_BACK)).hasSize(31);
  }

  @Test
  void a_read_back_waits_while_strapi_refuses_connections() {
    URI unused = URI.create("http://127.0.0.1:1");
    PlatformGateway waiting =
        new Fixture().credentials("strapi", unused).pause(pauses::add).gateway();
    PushOrder order =
        new PushOrder(
            Fixture.platform("strapi", unused, "v5", Map.of()),
            POST,
            Samples.sample(POST),
            PushOptions.NONE,
            null,
            log);
    PlatformException thrown =
        catchThrowableOfType(PlatformException.class, () -> waiting.readBack(order, null));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.CONNECT_FAILED);
    assertThat(log.requests()).hasSize(31);
    assertThat(pauses).hasSize(30);
  }

  @Test
  void a_part_that_strapi_did_not_store_makes_the_push_partial() {
    gateway.push(order(POST, Samples.sample(POST)));
    String uid = "api::post.post";
    PlatformGateway meddled =
        fixture()
            .pause(wait -> builder.edit(uid, Samples.sample(POST).text().replace("120", "7")))
            .gateway();
    PushResult result =
        meddled.push(order(POST, Snapshot.ofText(Samples.sample(POST).text().replace("120", "9"))));
    assertThat(result.isPartial()).isTrue();
    assertThat(result.items())
        .filteredOn(item -> !item.taken())
        .extracting(PushResult.Item::key)
        .containsExactly("/attributes/title");
  }

  @Test
  void a_data_loss_of_which_strapi_does_not_warn_is_rejected_with_its_pointers() {
    gateway.push(order(POST, Samples.sample(POST)));
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class,
            () ->
                gateway.push(
                    order(POST, Samples.reduced(POST))
                        .withOwnContents(List.of(Samples.sample(POST)))));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.BREAKING_CHANGE);
    assertThat(thrown.failure().fields().get(0).field()).isEqualTo("/attributes/body");
    assertThat(log.requests(RequestPurpose.WRITE)).hasSize(1);
  }

  @Test
  void a_change_that_strapi_would_ignore_is_rejected() {
    gateway.push(order(POST, Samples.sample(POST)));
    PlatformException thrown =
        refused(POST, Snapshot.ofText(Samples.sample(POST).text().replace("post-all", "others")));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.INVALID_CONTENT);
    assertThat(thrown.failure().fields().get(0).field()).isEqualTo("/pluralName");
  }

  @Test
  void a_type_in_an_api_with_another_name_is_updated_and_never_created() {
    TypeKey other = new TypeKey("blog__post");
    assertThat(refused(other, Samples.sample(other)).failure().failureClass())
        .isEqualTo(FailureClass.INVALID_CONTENT);
    builder.edit("api::blog.post", Samples.sample(other).text());
    assertThat(gateway.push(order(other, Samples.changed(other))).operation())
        .isEqualTo(Operation.UPDATE);
    assertThat(gateway.list(platform(), log).typeKeys()).containsExactly(other);
  }

  @Test
  void a_key_that_strapi_cannot_have_is_rejected_before_anything_is_sent() {
    TypeKey key = new TypeKey("BlogPost");
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway.pull(new PullOrder(platform(), key, log)));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.INVALID_CONTENT);
    assertThat(log.requests()).isEmpty();
  }

  @Test
  void a_delete_ends_when_the_type_no_longer_exists() {
    gateway.push(order(POST, Samples.sample(POST)));
    pauses.clear();
    builder.lag(2);
    assertThat(
            gateway
                .push(
                    new PushOrder(
                        platform(), POST, new DesiredState.Gone(), PushOptions.NONE, null, log))
                .operation())
        .isEqualTo(Operation.DELETE);
    assertThat(pauses).hasSize(3);
  }

  @Test
  void a_404_with_another_error_does_not_mean_a_missing_type() {
    standIn.script(reads(1, 1, Fault.status(404)));
    PlatformException thrown = refused(POST, Samples.sample(POST));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.INTERMEDIARY_ANSWER);
    assertThat(log.requests(RequestPurpose.WRITE)).isEmpty();
  }

  @Test
  void the_rate_limit_reset_of_strapi_becomes_a_delay() {
    Instant reset = Clock.systemUTC().instant().plusSeconds(120);
    standIn.script(
        Rule.once(
            "POST",
            ContentTypeBuilder.LOGIN,
            Fault.status(429).header("X-RateLimit-Reset", String.valueOf(reset.getEpochSecond()))));
    PlatformException thrown = refused(POST, Samples.sample(POST));
    assertThat(thrown.failure().askedDelay().orElseThrow())
        .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(121));
  }

  @Test
  void no_secret_is_in_a_record() {
    gateway.push(order(POST, Samples.sample(POST)));
    assertThat(log.everything())
        .doesNotContain(ContentTypeBuilder.PASSWORD)
        .doesNotContain("eyJhbGciOiJIUzI1NiJ9");
  }

  @Test
  void reports_the_invalid_settings_of_a_platform() {
    Platform wrong =
        Fixture.platform(
            "strapi",
            URI.create("http://localhost:1337?x=1"),
            "v4",
            Map.of("ratePerMinute", "many", "color", "red"));
    assertThat(gateway.check(wrong))
        .extracting(SettingError::pointer)
        .containsExactly("/apiVersion", "/baseUrl", "/settings/color", "/settings/ratePerMinute");
  }
}
