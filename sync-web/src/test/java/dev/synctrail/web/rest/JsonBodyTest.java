package dev.synctrail.web.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.platform.PlatformId;
import dev.synctrail.web.rest.Problem.Fault;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBodyTest {

  private record Order(
      String name, PlatformId platform, Instant at, boolean dry, @Nullable String reason) {}

  private static Order order(JsonBody in) {
    return new Order(
        in.text("name", 1, 5),
        in.value("platform", PlatformId::new, PlatformId.DEFAULT),
        in.instant("at"),
        in.object("options", options -> options.flag("dryRun", false)),
        in.optionalText("reason", 1000));
  }

  private static Order read(String json) {
    return JsonBody.read(json.getBytes(UTF_8), JsonBodyTest::order);
  }

  private static List<Fault> faultsOf(String json) {
    return catchThrowableOfType(Problem.class, () -> read(json)).faults();
  }

  @Test
  void reads_a_body_into_a_record() {
    assertThat(
            read(
                """
                {"name":"a","platform":"acme","at":"2026-01-31T10:30:00.1239+01:00",
                 "options":{"dryRun":true},"reason":null}
                """))
        .isEqualTo(
            new Order(
                "a",
                new PlatformId("acme"),
                Instant.parse("2026-01-31T09:30:00.123Z"),
                true,
                null));
  }

  @Test
  void reports_all_faults_with_their_pointers() {
    assertThat(
            faultsOf(
                """
                {"name":"too long","platform":"NO","options":{"dryRun":"yes","x":1},"a/b":1}
                """))
        .extracting(Fault::pointer)
        .containsExactlyInAnyOrder(
            "/name", "/platform", "/at", "/options/dryRun", "/options/x", "/a~1b");
  }

  @Test
  void rejects_text_that_the_database_cannot_store() {
    assertThat(
            faultsOf("{\"name\":\"\\u0000\",\"platform\":\"a\",\"at\":\"2026-01-01T00:00:00Z\"}"))
        .extracting(Fault::pointer)
        .containsExactly("/name");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "1",
        "{",
        "{\"name\":1,\"name\":2}",
        "{} {}",
        "{\"name\":9007199254740993}",
        "nul"
      })
  void rejects_anything_but_a_single_json_object(String json) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(400);
              assertThat(problem.code()).isEqualTo("MALFORMED_JSON");
            });
  }

  @Test
  void accepts_an_empty_body_if_every_member_is_optional() {
    boolean dryRun = JsonBody.readOptional(new byte[0], in -> in.flag("dryRun", true));

    assertThat(dryRun).isTrue();
  }

  @Test
  void names_the_invalid_element_of_an_array() {
    Problem problem =
        catchThrowableOfType(
            Problem.class,
            () ->
                JsonBody.read(
                    "{\"ids\":[\"a\",2,\"B\"]}".getBytes(UTF_8),
                    in -> in.values("ids", PlatformId::new)));

    assertThat(problem.faults()).extracting(Fault::pointer).containsExactly("/ids/1", "/ids/2");
  }
}
