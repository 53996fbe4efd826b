package dev.synctrail.integration.optimizely;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.FailureClass;
import dev.synctrail.gateway.LiveState;
import dev.synctrail.gateway.Operation;
import dev.synctrail.gateway.OutcomeUnknown;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.PlatformGateway;
import dev.synctrail.gateway.PullOrder;
import dev.synctrail.gateway.PushOptions;
import dev.synctrail.gateway.PushOrder;
import dev.synctrail.gateway.Rejected;
import dev.synctrail.gateway.RequestPurpose;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.gateway.TypeListing.Skipped;
import dev.synctrail.gateway.Unavailable;
import dev.synctrail.integration.contract.RecordingLog;
import dev.synctrail.integration.hostile.RawServer;
import dev.synctrail.integration.hostile.RawServer.End;
import dev.synctrail.integration.hostile.RawServer.Raw;
import dev.synctrail.integration.optimizely.standin.Fault;
import dev.synctrail.integration.optimizely.standin.Rule;
import dev.synctrail.integration.optimizely.standin.StandIn;
import dev.synctrail.platform.Platform;
import dev.synctrail.snapshot.Snapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Regression tests with small inputs, one for each reported error. */
class CasesTest {
  private static final TypeKey HERO = new TypeKey("Hero");
  private static final String TYPE = "{\"key\":\"Hero\",\"baseType\":\"_page\",\"properties\":{}}";
  private static final byte[] TOKEN =
      "{\"access_token\":\"abc\",\"expires_in\":300}".getBytes(StandardCharsets.UTF_8);
  private static final String IS_JSON = "Content-Type: application/json\r\n";

  private final StandIn standIn = StandIn.start();
  private final RecordingLog log = new RecordingLog();

  @AfterEach
  void close() {
    standIn.close();
  }

  private static PlatformGateway gateway(URI url) {
    return new Fixture().credentials("optimizely", url).gateway();
  }

  private static Platform platform(URI url) {
    return Fixture.platform("optimizely", url, "v1", Map.of());
  }

  private PushOrder order(URI url, String wanted) {
    return new PushOrder(platform(url), HERO, Snapshot.ofText(wanted), PushOptions.NONE, null, log);
  }

  private PlatformException refused(String wanted) {
    return catchThrowableOfType(
        PlatformException.class,
        () -> gateway(standIn.baseUrl()).push(order(standIn.baseUrl(), wanted)));
  }

  private TypeListing listed(String... pages) {
    try (RawServer server =
        RawServer.start(
            request -> {
              String target = request.target();
              int index =
                  target.contains("pageIndex=")
                      ? Integer.parseInt(target.replaceAll(".*pageIndex=(\\d+).*", "$1"))
                      : 0;
              byte[] body =
                  request.path().endsWith("/token")
                      ? TOKEN
                      : pages[Math.min(index, pages.length - 1)].getBytes(StandardCharsets.UTF_8);
              return new Raw(RawServer.http(200, IS_JSON, body), End.STAYS);
            })) {
      return gateway(server.url()).list(platform(server.url()), log);
    }
  }

  private LiveState pulled(String headers, byte[] body) {
    try (RawServer server =
        RawServer.start(
            request ->
                new Raw(
                    request.path().endsWith("/token")
                        ? RawServer.http(200, IS_JSON, TOKEN)
                        : RawServer.http(200, headers, body),
                    End.STAYS))) {
      return gateway(server.url())
          .pull(new PullOrder(platform(server.url()), HERO, log))
          .live()
          .orElseThrow();
    }
  }

  @Test
  void case_05_an_error_body_with_status_200_is_no_success_and_keeps_its_reason() {
    standIn.script(
        Rule.always(
            "POST",
            "/contenttypes",
            Fault.status(200)
                .body(
                    "{\"status\":400,\"title\":\"Bad Request\",\"errors\":[{\"detail\":\"The group"
                        + " is unknown\",\"field\":\"properties.heading.group\"}]}")));
    PlatformException thrown = refused(TYPE);
    assertThat(thrown).isInstanceOf(OutcomeUnknown.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.REJECTED);
    assertThat(thrown.failure().failureClass().isRetryable()).isFalse();
    assertThat(thrown).hasMessageContaining("properties.heading.group The group is unknown");
  }

  @Test
  void case_07_a_404_of_a_load_balancer_says_nothing_about_the_type() {
    standIn.script(
        Rule.always(
            "GET",
            "/contenttypes/Hero",
            Fault.status(404)
                .body("<html>default backend - 404</html>")
                .header("Content-Type", "text/html")));
    PlatformException thrown = refused(TYPE);
    assertThat(thrown).isInstanceOf(Unavailable.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.INTERMEDIARY_ANSWER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'message':'scheduled maintenance'}",
        "{'items':null,'totalCount':7}",
        "{'items':{'a':1},'totalCount':7}",
        "{'items':[],'totalCount':7}",
        "[]",
        "{}"
      })
  void case_08_a_response_without_a_list_fails(String answer) {
    assertThatThrownBy(() -> listed(answer.replace('\'', '"')))
        .isInstanceOf(Unavailable.class)
        .satisfies(
            thrown ->
                assertThat(((Unavailable) thrown).failure().failureClass())
                    .isEqualTo(FailureClass.MALFORMED_ANSWER));
  }

  private static String page(int from, int to, int total) {
    return IntStream.range(from, to)
        .mapToObj(i -> "{\"key\":\"Type%03d\"}".formatted(i))
        .collect(Collectors.joining(",", "{\"items\":[", "],\"totalCount\":" + total + "}"));
  }

  @Test
  void case_09_a_total_that_is_too_small_does_not_end_the_list() {
    assertThat(listed(page(0, 100, 100), page(100, 130, 100), page(0, 0, 100)).typeKeys())
        .hasSize(130);
    assertThatThrownBy(() -> listed(page(0, 100, 130), page(0, 0, 130)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("100 of 130");
  }

  @Test
  void case_10_a_repeated_page_ends_the_list_with_an_error() {
    assertThatThrownBy(() -> listed(page(0, 3, 1000)))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("repeats");
    assertThat(log.requests(RequestPurpose.READ)).hasSize(2);
  }

  @Test
  void listed_items_that_cannot_be_pulled_are_reported() {
    TypeListing typeListing =
        listed(
            "{\"items\":[{\"key\":\"globalcontract:a\"},7,{\"displayName\":\"x\"},{\"key\":\"Good\"},"
                + "{\"key\":\"Shipped\",\"source\":\"system\"},{\"key\":\"Big\",\"n\":9007199254740993,"
                + "\"t\":\"\\ud83d\"}]}",
            "{\"items\":[]}");
    assertThat(typeListing.typeKeys()).extracting(TypeKey::value).containsExactly("Big", "Good");
    assertThat(typeListing.skipped())
        .extracting(Skipped::name)
        .containsExactly("globalcontract:a", "item 2", "item 3");
  }

  @Test
  void a_page_that_is_too_large_is_read_in_smaller_ones() {
    String large = "x".repeat(Snapshot.RESPONSE_LIMIT / 2);
    try (RawServer server =
        RawServer.start(
            request -> {
              if (request.path().endsWith("/token")) {
                return new Raw(RawServer.http(200, IS_JSON, TOKEN), End.STAYS);
              }
              int index =
                  Integer.parseInt(request.target().replaceAll(".*pageIndex=(\\d+).*", "$1"));
              int size = Integer.parseInt(request.target().replaceAll(".*pageSize=(\\d+).*", "$1"));
              String items =
                  IntStream.range(index * size, Math.min(5, (index + 1) * size))
                      .mapToObj(
                          i ->
                              "{\"key\":\"Type%d\",\"description\":\"%s\"}"
                                  .formatted(
                                      i, i == 1 || i == 2 ? large : i == 3 ? large + large : ""))
                      .collect(Collectors.joining(",", "{\"items\":[", "]}"));
              return new Raw(
                  RawServer.http(200, IS_JSON, items.getBytes(StandardCharsets.UTF_8)), End.CLOSES);
            })) {
      PlatformGateway gateway =
          new Fixture()
              .credentials("optimizely", server.url())
              .with("sync.optimizely.page-size", "4")
              .gateway();
      TypeListing typeListing = gateway.list(platform(server.url()), log);
      assertThat(typeListing.typeKeys())
          .extracting(TypeKey::value)
          .containsExactly("Type0", "Type1", "Type2", "Type4");
      assertThat(typeListing.skipped()).extracting(Skipped::name).containsExactly("item 4");
    }
  }

  @Test
  void case_12_a_response_with_many_headers_is_settled_by_a_read_back() {
    Fault fault = Fault.status(201).body("");
    for (int i = 0; i < 150; i++) {
      fault = fault.header("X-H" + i, "v");
    }
    standIn.script(Rule.once("POST", "/contenttypes", fault));
    PlatformException thrown = refused(TYPE);
    assertThat(thrown).isInstanceOf(OutcomeUnknown.class);
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.UNCONFIRMED);
    assertThat(log.lastAnswer().headers()).hasSizeGreaterThan(150);
  }

  @Test
  void case_13_the_message_contains_the_code_and_every_detail() {
    standIn.script(
        Rule.always(
            "POST",
            "/contenttypes",
            Fault.status(400)
                .body(
                    "{\"detail\":\"The request is"
                        + " invalid\",\"code\":\"InvalidContentType\",\"errors\":[{\"detail\":\"The"
                        + " group 'seo' does not match an existing group.\","
                        + "\"field\":\"properties.heading.group\"}]}")));
    assertThat(refused(TYPE))
        .isInstanceOf(Rejected.class)
        .hasMessageContaining("(InvalidContentType)")
        .hasMessageContaining("The request is invalid")
        .hasMessageContaining("properties.heading.group The group 'seo' does not match");
  }

  @Test
  void errors_by_member_are_part_of_the_message() {
    standIn.script(
        Rule.always(
            "POST",
            "/contenttypes",
            Fault.status(400)
                .body(
                    "{\"title\":\"One or more validation errors occurred.\",\"errors\":"
                        + "{\"Key\":[\"The Key field is required.\"]}}")));
    assertThat(refused(TYPE)).hasMessageContaining("Key The Key field is required.");
  }

  @Test
  void case_14_a_response_that_is_compressed_without_request_is_decoded() throws IOException {
    ByteArrayOutputStream sink = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(sink)) {
      out.write(TYPE.getBytes(StandardCharsets.UTF_8));
    }
    LiveState liveState = pulled(IS_JSON + "Content-Encoding: gzip\r\n", sink.toByteArray());
    assertThat(liveState.content()).isEqualTo(Snapshot.ofText(TYPE));
    assertThat(log.lastAnswer().body()).isEqualTo(Snapshot.of(sink.toByteArray()));
  }

  @Test
  void case_15_a_byte_order_mark_is_removed_from_the_type_and_the_token() {
    byte[] marked = ("\uFEFF" + TYPE).getBytes(StandardCharsets.UTF_8);
    assertThat(pulled(IS_JSON, marked).content()).isEqualTo(Snapshot.ofText(TYPE));
    standIn.script(
        Rule.once(
            "POST",
            "*/oauth/token",
            Fault.status(200).body("\uFEFF{\"access_token\":\"abc\",\"expires_in\":300}")),
        Rule.once("GET", "/contenttypes/Hero", Fault.status(200).body(TYPE)));
    assertThat(
            gateway(standIn.baseUrl())
                .pull(new PullOrder(platform(standIn.baseUrl()), HERO, log))
                .live())
        .isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"description\":\"x\\ud83d\" | /description | surrogate",
        "\"sortOrder\":9007199254740993 | /sortOrder | too large",
        "\"a\":{\"b\":1,\"b\":2} | /a | twice",
      })
  void case_17_an_error_for_content_that_cannot_be_stored_names_its_pointer(
      String member, String pointer, String fault) {
    byte[] body = ("{\"key\":\"Hero\"," + member + "}").getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> pulled(IS_JSON, body))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining(pointer);
    assertThat(fault).isNotEmpty();
    assertThat(log.lastAnswer().body()).isEqualTo(Snapshot.of(body));
  }

  @Test
  void case_22_a_type_whose_key_differs_in_case_is_another_type() {
    for (String key : List.of("hero", "HERO", "Her\\u006f2")) {
      byte[] body = TYPE.replace("Hero", key).getBytes(StandardCharsets.UTF_8);
      PlatformException thrown =
          catchThrowableOfType(PlatformException.class, () -> pulled(IS_JSON, body));
      assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.MALFORMED_ANSWER);
    }
  }

  @Test
  void case_30_a_token_error_with_status_200_is_unauthorized() {
    standIn.script(
        Rule.always(
            "POST",
            "*/oauth/token",
            Fault.status(200)
                .body("{\"error\":\"invalid_client\",\"error_description\":\"nope\"}")));
    PlatformException thrown = refused(TYPE);
    assertThat(thrown).isInstanceOf(Rejected.class).hasMessageContaining("invalid_client");
    assertThat(thrown.failure().failureClass()).isEqualTo(FailureClass.UNAUTHORIZED);
    assertThat(thrown.failure().platformCode()).isEqualTo("invalid_client");
  }

  @Test
  void a_response_with_the_previous_state_proves_no_change() {
    standIn.edit(TYPE);
    standIn.script(Rule.once("PATCH", "/contenttypes/Hero", Fault.status(200).body(TYPE)));
    PlatformException thrown = refused(TYPE.replace("{}}", "{},\"displayName\":\"New\"}"));
    assertThat(thrown).isInstanceOf(OutcomeUnknown.class);
    assertThat(
            gateway(standIn.baseUrl())
                .push(order(standIn.baseUrl(), TYPE.replace("{}}", "{},\"displayName\":\"New\"}")))
                .operation())
        .isEqualTo(Operation.UPDATE);
  }
}
