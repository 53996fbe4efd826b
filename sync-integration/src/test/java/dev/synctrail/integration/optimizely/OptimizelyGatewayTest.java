package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.BatchItemResult;
import dev.synctrail.gateway.ConflictFound;
import dev.synctrail.gateway.ConnectionReport;
import dev.synctrail.gateway.DesiredState;
import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PlatformGateway.SettingError;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushFlag;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.PushResult;
import dev.synctrail.gateway.ReadBack;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Ledger;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Behaviour specific to Optimizely, in addition to the contract of all gateways. */
class OptimizelyGatewayTest {
  private static final TypeKey HERO = new TypeKey("Hero");

  private final TestClock clock = new TestClock();
  private final StandIn standIn = StandIn.builder().clock(clock).start();
  private final PlatformGateway gateway = fixture().gateway();
  private final RecordingLog log = new RecordingLog();

  @AfterEach
  void close() {
    standIn.close();
  }

  private Fixture fixture() {
    return new Fixture().clock(clock).credentials("optimizely", standIn.baseUrl());
  }

  private Platform platform(String version, Map<String, String> settings) {
    return Fixture.platform("optimizely", standIn.baseUrl(), version, settings);
  }

  private PushOrder order(Platform platform, String wanted) {
    return new PushOrder(
        platform, HERO, Snapshot.ofText(wanted.replace('\'', '"')), PushOptions.NONE, null, log);
  }

  private PushResult push(String version, String wanted) {
    return gateway.push(order(platform(version, Map.of()), wanted));
  }

  private String sent() {
    List<Ledger.Entry> entries = standIn.ledger().withoutTokens();
    return Snapshot.of(entries.get(entries.size() - 1).body()).text();
  }

  private Ledger.Entry last() {
    List<Ledger.Entry> entries = standIn.ledger().entries();
    return entries.get(entries.size() - 1);
  }

  @Test
  void accepts_both_spellings_of_the_flags_and_sends_the_one_of_the_platform() {
    String v1 =
        "{'key':'Hero','baseType':'_component','properties':{'title':{'type':'string',"
            + "'isRequired':true,'isLocalized':true},'list':{'type':'array','items':"
            + "{'type':'string','isRequired':true}},'required':{'type':'boolean'}}}";
    assertThat(push("preview3", v1).operation()).isEqualTo(Operation.CREATE);
    assertThat(sent())
        .contains("\"required\":true")
        .contains("\"localized\":true")
        .doesNotContain("isRequired")
        .contains("\"required\":{\"type\":\"boolean\"}");
    assertThat(push("v1", v1).operation()).isEqualTo(Operation.NONE);
    String preview3 = v1.replace("isRequired", "required").replace("isLocalized", "localized");
    assertThat(push("v1", preview3).operation()).isEqualTo(Operation.NONE);
    assertThat(push("preview3", preview3).operation()).isEqualTo(Operation.NONE);
    assertThat(push("v1", preview3.replace("'localized':true", "'localized':true,'group':'g'")))
        .extracting(PushResult::operation)
        .isEqualTo(Operation.UPDATE);
  }

  @Test
  void a_type_can_be_pulled_in_one_dialect_and_pushed_in_the_other() {
    push(
        "v1",
        "{'key':'Hero','baseType':'_page','properties':{'t':{'type':'url',"
            + "'isLocalized':true}}}");
    Snapshot pulled =
        gateway
            .pull(new PullOrder(platform("v1", Map.of()), HERO, log))
            .live()
            .orElseThrow()
            .content();
    standIn.remove("Hero");
    assertThat(push("preview3", pulled.text()).operation()).isEqualTo(Operation.CREATE);
    assertThat(sent()).doesNotContain("lastModified").contains("\"localized\":true");
    assertThat(push("v1", pulled.text()).operation()).isEqualTo(Operation.NONE);
  }

  private static final String WITH_TEXT =
      "{'key':'Hero','baseType':'_page','properties':{'text':{'type':'string'}}}";
  private static final String WITHOUT_TEXT = "{'key':'Hero','baseType':'_page'}";

  private BatchItemResult pushedInBatch(PushOptions options) {
    return gateway.pushTogether(List.of(batched(HERO, options))).get(0);
  }

  private PushOrder batched(TypeKey typeKey, PushOptions options) {
    return new PushOrder(
            platform("v1", Map.of()),
            typeKey,
            Snapshot.ofText(WITHOUT_TEXT.replace("Hero", typeKey.value()).replace('\'', '"')),
            options.with(PushFlag.BATCHED),
            null,
            log)
        .withOwnContents(List.of(Snapshot.ofText(WITH_TEXT.replace('\'', '"'))));
  }

  private static Failure thrown(BatchItemResult batchItemResult) {
    return ((BatchItemResult.Thrown) batchItemResult).why().failure();
  }

  @Test
  void a_batch_allows_data_loss_only_when_the_options_do() {
    push("v1", WITH_TEXT);
    pushedInBatch(PushOptions.NONE);
    assertThat(last().path()).endsWith("/manifest");
    assertThat(last().header("cms-ignore-data-loss-warnings")).isEmpty();

    standIn.edit(WITH_TEXT.replace('\'', '"'));
    BatchItemResult batchItemResult = pushedInBatch(new PushOptions(false, true));

    assertThat(batchItemResult).isInstanceOf(BatchItemResult.Done.class);
    assertThat(last().path()).endsWith("/manifest");
    assertThat(last().header("cms-ignore-data-loss-warnings")).contains("true");
  }

  @Test
  void types_of_a_batch_that_may_lose_data_are_sent_apart_from_those_that_may_not() {
    push("v1", WITH_TEXT);

    gateway.pushTogether(
        List.of(
            batched(HERO, PushOptions.NONE),
            batched(new TypeKey("Teaser"), new PushOptions(false, true))));

    assertThat(standIn.ledger().entries("POST"))
        .filteredOn(entry -> entry.path().endsWith("/manifest"))
        .hasSize(2)
        .allSatisfy(
            entry ->
                assertThat(entry.header("cms-ignore-data-loss-warnings").isPresent())
                    .isEqualTo(
                        new String(entry.body(), StandardCharsets.UTF_8).contains("\"Teaser\"")));
  }

  @Test
  void a_breaking_change_in_a_batch_is_reported_with_its_property() {
    push("v1", WITH_TEXT);
    standIn.script(
        Rule.once(
            "POST",
            "/manifest",
            Fault.status(200)
                .body(
                    "{\"outcomes\":[],\"errors\":[{\"section\":\"contentTypes\",\"resource\":\"Hero\",\"message\":\"The"
                        + " changes to 'Hero' are considered breaking and could potentially result"
                        + " in data loss.\"}]}")));

    Failure failure = thrown(pushedInBatch(PushOptions.NONE));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.BREAKING_CHANGE);
    assertThat(failure.message()).contains("considered breaking");
    assertThat(failure.fields()).extracting(FieldError::field).containsExactly("/properties/text");
  }

  @Test
  void an_exact_restore_in_a_batch_is_rejected_before_anything_is_sent() {
    Failure failure = thrown(pushedInBatch(PushOptions.NONE.with(PushFlag.EXACTLY)));

    assertThat(failure.failureClass()).isEqualTo(FailureClass.NOT_EXPRESSIBLE);
    assertThat(standIn.ledger().entries()).isEmpty();
  }

  @Test
  void an_update_is_conditional_on_the_tag_that_was_read_and_requests_the_result() {
    push("v1", "{'key':'Hero','baseType':'_page'}");
    String etag = standInTag();
    push("v1", "{'key':'Hero','baseType':'_page','displayName':'Hero'}");
    assertThat(last().header("If-Match")).contains(etag);
    assertThat(last().header("Prefer")).contains("return=representation");
    assertThat(last().header("Content-Type")).contains("application/merge-patch+json");
    assertThat(last().header("cms-ignore-data-loss-warnings")).isEmpty();
    assertThat(sent()).isEqualTo("{\"displayName\":\"Hero\"}");
  }

  private String standInTag() {
    return gateway
        .pull(new PullOrder(platform("v1", Map.of()), HERO, new RecordingLog()))
        .live()
        .orElseThrow()
        .tag()
        .orElseThrow();
  }

  @Test
  void without_a_strong_tag_an_update_is_conditional_on_the_date() {
    push("v1", "{'key':'Hero','baseType':'_page'}");
    standIn.script(
        Rule.once("GET", "/contenttypes/Hero", Fault.answer().header("ETag", "W/\"1\"")));
    push("v1", "{'key':'Hero','baseType':'_page','displayName':'Hero'}");
    assertThat(last().header("If-Match")).isEmpty();
    assertThat(last().header("If-Unmodified-Since")).isPresent();
  }

  /** Pushes the type without its property, which was ours. */
  private PushOrder without(PushOptions options) {
    return new PushOrder(
            platform("v1", Map.of()),
            HERO,
            Snapshot.ofText("{\"key\":\"Hero\",\"baseType\":\"_page\"}"),
            options,
            null,
            log)
        .withOwnContents(List.of(Snapshot.ofText("{\"key\":\"Hero\",\"properties\":{\"t\":{}}}")));
  }

  @Test
  void a_breaking_change_names_its_properties() {
    push("v1", "{'key':'Hero','baseType':'_page','properties':{'t':{'type':'url'}}}");
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> gateway.push(without(PushOptions.NONE)));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.BREAKING_CHANGE);
    assertThat(thrown).hasMessageContaining("/properties/t The property and its data are removed.");
    assertThat(thrown.failure().fields()).extracting(FieldError::field).contains("/properties/t");
  }

  @Test
  void ignoring_data_loss_warnings_is_sent_and_recorded() {
    push("v1", "{'key':'Hero','baseType':'_page','properties':{'t':{'type':'url'}}}");
    gateway.push(without(new PushOptions(false, true)));
    assertThat(last().header("cms-ignore-data-loss-warnings")).contains("true");
    assertThat(log.requests(RequestPurpose.WRITE).get(1).headers())
        .contains(new Header("cms-ignore-data-loss-warnings", "true"));
    assertThat(sent()).isEqualTo("{\"properties\":{\"t\":null}}");
  }

  @Test
  void a_member_that_the_platform_silently_drops_makes_the_push_partial() {
    standIn.settings(now -> now.withRejectUnknown(false));
    PushResult result =
        push(
            "v1",
            "{'key':'Hero','baseType':'_page','color':'red','properties':{'a':{'type':'url'},"
                + "'b':{'type':'url','shape':'round'}}}");
    assertThat(result.isPartial()).isTrue();
    assertThat(result.items())
        .filteredOn(item -> !item.taken())
        .extracting(PushResult.Item::key)
        .containsExactlyInAnyOrder("/color", "/properties/b");
    assertThat(result.items())
        .filteredOn(PushResult.Item::taken)
        .extracting(PushResult.Item::key)
        .containsExactlyInAnyOrder("/key", "/baseType", "/properties/a");
  }

  @Test
  void members_that_the_platform_adds_while_it_stores_a_type_are_no_difference() {
    standIn.script(
        Rule.once(
            "POST",
            "/contenttypes",
            Fault.status(201)
                .header("Content-Type", "application/json")
                .body("{\"key\":\"Hero\",\"baseType\":\"_page\",\"sortOrder\":100}")));
    PushResult result = push("v1", "{'key':'Hero','baseType':'_page'}");
    assertThat(result.operation()).isEqualTo(Operation.CREATE);
    assertThat(result.items()).isEmpty();
  }

  @Test
  void an_error_has_the_code_and_fields_of_the_platform_and_no_body_in_its_message() {
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class,
            () -> push("v1", "{'key':'Hero','baseType':'_page','color':'red'}"));
    assertThat(thrown).isInstanceOf(Rejected.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.REJECTED);
    assertThat(thrown.failure().platformCode()).isEqualTo("ValidationFailed");
    assertThat(thrown.failure().httpStatus()).isEqualTo(400);
    assertThat(thrown.failure().fields())
        .containsExactly(new FieldError("color", "Unknown field 'color'"));
    assertThat(thrown)
        .hasMessage(
            "Optimizely answered 400 to POST 127.0.0.1:"
                + standIn.port()
                + "/v1/contenttypes (ValidationFailed): Bad Request; The content type is not valid;"
                + " color Unknown field 'color'");
  }

  @Test
  void a_date_in_retry_after_becomes_a_delay() {
    standIn.script(
        Rule.once(
            "GET",
            "/contenttypes/Hero",
            Fault.status(503)
                .retryAfter(
                    DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now(Clock.systemUTC()).plusSeconds(90).atOffset(ZoneOffset.UTC)))));
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> push("v1", "{'key':'Hero','baseType':'_page'}"));
    assertThat(thrown.failure().askedDelay().orElseThrow())
        .isBetween(Duration.ofSeconds(80), Duration.ofSeconds(100));
  }

  @Test
  void an_invalid_date_in_retry_after_is_ignored() {
    standIn.script(
        Rule.once("GET", "/contenttypes/Hero", Fault.status(503).retryAfter("tomorrow")));
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class, () -> push("v1", "{'key':'Hero','baseType':'_page'}"));
    assertThat(thrown.failure().askedDelay()).isEmpty();
  }

  @Test
  void a_token_is_used_until_shortly_before_its_expiry() {
    PullOrder order = new PullOrder(platform("v1", Map.of()), HERO, log);
    gateway.pull(order);
    clock.forward(Duration.ofSeconds(269));
    gateway.pull(order);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(1);
    clock.forward(Duration.ofSeconds(2));
    gateway.pull(order);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(2);
    assertThat(standIn.ledger().withoutTokens()).hasSize(3);
  }

  @Test
  void a_token_with_a_short_lifetime_is_renewed_after_half_of_it() {
    standIn.settings(now -> now.withTokenLifetime(Duration.ofSeconds(20)));
    PullOrder order = new PullOrder(platform("v1", Map.of()), HERO, log);
    gateway.pull(order);
    clock.forward(Duration.ofSeconds(9));
    gateway.pull(order);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(1);
    clock.forward(Duration.ofSeconds(2));
    gateway.pull(order);
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(2);
  }

  @Test
  void credentials_are_sent_as_json_or_as_basic_with_a_form() {
    gateway.pull(new PullOrder(platform("v1", Map.of("actAs", "editor@example.com")), HERO, log));
    Ledger.Entry json = standIn.ledger().entries().get(0);
    assertThat(json.header("Content-Type")).contains("application/json");
    assertThat(Snapshot.of(json.body()).text()).contains("\"act_as\":\"editor@example.com\"");
    gateway.pull(new PullOrder(platform("v1", Map.of("tokenEncoding", "basic")), HERO, log));
    Ledger.Entry basic = standIn.ledger().entries().get(2);
    assertThat(basic.isToken()).isTrue();
    assertThat(basic.header("Authorization").orElseThrow()).startsWith("Basic ");
    assertThat(log.requests(RequestPurpose.TOKEN)).hasSize(2);
  }

  @Test
  void a_wrong_secret_is_unauthorized_with_the_error_code_of_the_platform() {
    PlatformGateway wrong =
        fixture().with("sync.platform.optimizely.client-secret", "wrong").gateway();
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class,
            () -> wrong.pull(new PullOrder(platform("v1", Map.of()), HERO, log)));
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.UNAUTHORIZED);
    assertThat(thrown.failure().platformCode()).isEqualTo("invalid_client");
    ConnectionReport report = wrong.test(platform("v1", Map.of()), log);
    assertThat(report.steps().get(report.steps().size() - 1).detail())
        .contains("sync.platform.optimizely.client-secret");
  }

  @Test
  void a_self_hosted_cms_is_below_a_path_and_issues_tokens_there() {
    try (StandIn cms = StandIn.builder().basePath("/_cms").start()) {
      Platform platform =
          Fixture.platform(
              "optimizely",
              URI.create(cms.baseUrl() + "/"),
              "v1",
              Map.of("tokenUrl", cms.baseUrl() + "/v1/oauth/token"));
      PlatformGateway there = new Fixture().credentials("optimizely", cms.baseUrl()).gateway();
      assertThat(there.check(platform)).isEmpty();
      assertThat(there.test(platform, log).ok()).isTrue();
      assertThat(cms.ledger().entries())
          .extracting(Ledger.Entry::path)
          .containsExactly("/_cms/v1/oauth/token", "/_cms/v1/contenttypes");
    }
  }

  @Test
  void lists_page_by_page_with_and_without_totals() {
    for (int i = 0; i < 5; i++) {
      standIn.edit("{\"key\":\"Type" + i + "\",\"baseType\":\"_page\"}");
    }
    standIn.edit("{\"key\":\"Shipped\",\"baseType\":\"_page\",\"source\":\"system\"}");
    PlatformGateway paging = fixture().with("sync.optimizely.page-size", "2").gateway();
    for (String version : Dialect.versions()) {
      assertThat(paging.list(platform(version, Map.of()), log).typeKeys())
          .extracting(TypeKey::value)
          .containsExactly("Type0", "Type1", "Type2", "Type3", "Type4");
    }
    assertThat(standIn.ledger().withoutTokens()).hasSize(8);
    standIn.settings(now -> now.withTotals(false));
    assertThat(paging.list(platform("v1", Map.of()), log).typeKeys()).hasSize(5);
    assertThat(standIn.ledger().withoutTokens()).hasSize(12);
  }

  @Test
  void a_type_in_use_cannot_be_deleted() {
    push("v1", "{'key':'Hero','baseType':'_page'}");
    standIn.use("Hero");
    PlatformException thrown =
        catchThrowableOfType(
            PlatformException.class,
            () ->
                gateway.push(
                    new PushOrder(
                        platform("v1", Map.of()),
                        HERO,
                        new DesiredState.Gone(),
                        PushOptions.NONE,
                        null,
                        log)));
    assertThat(thrown).isInstanceOf(ConflictFound.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.CONFLICT);
    assertThat(thrown.failure().platformCode()).isEqualTo("ConflictingResource");
  }

  @Test
  void a_read_back_pauses_between_reads_and_ends_after_three_equal_ones() {
    List<Duration> pauses = new ArrayList<>();
    PlatformGateway patient = fixture().pause(pauses::add).gateway();
    PushOrder order = order(platform("v1", Map.of()), "{'key':'Hero','baseType':'_page'}");
    assertThat(patient.readBack(order, null).finding()).isEqualTo(ReadBack.Finding.AS_BEFORE);
    assertThat(pauses).containsExactly(Duration.ofMillis(2500), Duration.ofMillis(2500));
    assertThat(log.waits()).as("records what it has before each pause").isEqualTo(2);
  }

  @Test
  void a_read_back_of_a_type_that_keeps_changing_ends() {
    List<Duration> pauses = new ArrayList<>();
    PlatformGateway patient =
        fixture()
            .pause(
                wait -> {
                  pauses.add(wait);
                  standIn.edit(
                      "{\"key\":\"Hero\",\"baseType\":\"_page\",\"displayName\":\""
                          + pauses.size()
                          + "\"}");
                })
            .gateway();
    PushOrder order =
        order(platform("v1", Map.of()), "{'key':'Hero','baseType':'_page','displayName':'W'}");
    assertThat(patient.readBack(order, null).finding()).isEqualTo(ReadBack.Finding.OTHER);
    assertThat(pauses).hasSize(4);
  }

  @Test
  void reports_the_invalid_settings_of_a_platform() {
    Platform wrong =
        Fixture.platform(
            "optimizely",
            URI.create("https://cms.example.com/v1?x=1"),
            "v9",
            Map.of(
                "tokenUrl", "https://other.example.com/token",
                "tokenEncoding", "xml",
                "ratePerMinute", "many",
                "color", "red"));
    assertThat(gateway.check(wrong))
        .extracting(SettingError::pointer)
        .containsExactlyInAnyOrder(
            "/apiVersion",
            "/baseUrl",
            "/baseUrl",
            "/settings/tokenUrl",
            "/settings/tokenEncoding",
            "/settings/ratePerMinute",
            "/settings/color");
    for (String url :
        List.of("ftp://example.com", "https://user:secret@example.com", "mailto:a@b.c")) {
      assertThat(gateway.check(Fixture.platform("optimizely", URI.create(url), "v1", Map.of())))
          .extracting(SettingError::pointer)
          .contains("/baseUrl");
    }
  }

  @Test
  void a_token_url_outside_the_allowed_origin_gets_no_credentials() {
    Platform atForbiddenOrigin =
        platform("v1", Map.of("tokenUrl", "http://127.0.0.1:1/oauth/token"));
    assertThatThrownBy(() -> gateway.pull(new PullOrder(atForbiddenOrigin, HERO, log)))
        .isInstanceOfSatisfying(
            Rejected.class,
            thrown ->
                assertThat(thrown.failure().failureClass())
                    .isEqualTo(FailureClass.ORIGIN_NOT_ALLOWED));
    assertThat(log.requests()).isEmpty();
  }

  @Test
  void a_base_url_outside_the_allowed_origin_gets_no_token() {
    Platform atForbiddenOrigin =
        Fixture.platform(
            "optimizely",
            URI.create("http://127.0.0.1:1"),
            "v1",
            Map.of("tokenUrl", standIn.baseUrl() + "/oauth/token"));
    assertThatThrownBy(() -> gateway.pull(new PullOrder(atForbiddenOrigin, HERO, log)))
        .isInstanceOfSatisfying(
            Rejected.class,
            thrown ->
                assertThat(thrown.failure().failureClass())
                    .isEqualTo(FailureClass.ORIGIN_NOT_ALLOWED));
    assertThat(standIn.ledger().entries()).isEmpty();
  }

  @Test
  void without_an_allowed_origin_credentials_are_sent_to_the_vendor_only() {
    PlatformGateway usual =
        new Fixture()
            .with("sync.platform.optimizely.client-id", "id")
            .with("sync.platform.optimizely.client-secret", "secret")
            .gateway();
    assertThat(usual.credentials(platform("v1", Map.of())).originAllowed()).isFalse();
    Platform saas =
        Fixture.platform(
            "optimizely", URI.create("https://API.cms.optimizely.com:443"), "v1", Map.of());
    assertThat(usual.credentials(saas).originAllowed()).isTrue();
  }

  @Test
  void the_connection_test_detects_a_wrong_base_path() {
    Platform wrong =
        Fixture.platform("optimizely", URI.create(standIn.baseUrl() + "/cms"), "v1", Map.of());
    ConnectionReport report = gateway.test(wrong, log);
    ConnectionReport.Step last = report.steps().get(report.steps().size() - 1);
    assertThat(last.name()).isEqualTo("read");
    assertThat(last.failureClass()).isEqualTo(FailureClass.NOT_FOUND);
    assertThat(last.detail()).contains("check the base URL");
    push("v1", "{'key':'Hero','baseType':'_page'}");
    assertThat(gateway.test(platform("v1", Map.of()), log).steps())
        .extracting(ConnectionReport.Step::detail)
        .contains("The platform holds 1 content type");
  }

  @Test
  void no_secret_is_in_a_record_a_message_or_a_log_line() {
    Logger root = Logger.getLogger("");
    StringWriter lines = new StringWriter();
    Handler handler = new Lines(lines);
    Level level = root.getLevel();
    root.setLevel(Level.ALL);
    root.addHandler(handler);
    StringWriter failures = new StringWriter();
    try {
      PlatformGateway chatty = fixture().with("sync.redact.headers", "X-Api-Key, prefer").gateway();
      standIn.script(
          Rule.once("GET", "/contenttypes/Hero", Fault.answer().header("Set-Cookie", "sid=crumbs")),
          Rule.once("PATCH", "/contenttypes/Hero", Fault.status(401)),
          new Rule("PATCH", "/contenttypes/Hero", 2, 1, Fault.reset(false)));
      Platform platform = platform("v1", Map.of());
      chatty.push(order(platform, "{'key':'Hero','baseType':'_page'}"));
      assertThatThrownBy(
              () ->
                  chatty.push(
                      order(platform, "{'key':'Hero','baseType':'_page','displayName':'H'}")))
          .satisfies(thrown -> thrown.printStackTrace(new PrintWriter(failures, true)));
      chatty.test(platform, log);
    } finally {
      root.removeHandler(handler);
      root.setLevel(level);
    }
    List<String> tokens =
        standIn.ledger().entries().stream()
            .flatMap(entry -> entry.header("Authorization").stream())
            .map(value -> value.substring(value.indexOf(' ') + 1))
            .distinct()
            .toList();
    assertThat(tokens).hasSizeGreaterThan(1);
    String all = log.everything() + failures + lines;
    assertThat(all).doesNotContain(StandIn.CLIENT_SECRET).doesNotContain("crumbs");
    tokens.forEach(token -> assertThat(all).doesNotContain(token));
    assertThat(log.requests(RequestPurpose.WRITE).get(0).headers())
        .contains(new Header("Prefer", "«redacted»"));
    assertThat(lines.toString()).contains("org.apache.hc");
    assertThat(standIn.ledger().entries())
        .allSatisfy(entry -> assertThat(entry.header("Cookie")).isEmpty());
  }

  /** Collects every log line of every level. */
  private static final class Lines extends Handler {
    private final StringWriter lines;

    Lines(StringWriter lines) {
      this.lines = lines;
      setLevel(Level.ALL);
    }

    @Override
    public void publish(LogRecord line) {
      lines.append(line.getLoggerName()).append(' ').append(line.getMessage());
      if (line.getParameters() != null) {
        for (Object parameter : line.getParameters()) {
          lines.append(' ').append(String.valueOf(parameter));
        }
      }
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(new PrintWriter(lines, true));
      }
      lines.append('\n');
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  /** A clock that tests advance. */
  private static final class TestClock extends Clock {
    private Instant now = Clock.systemUTC().instant();

    void forward(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
