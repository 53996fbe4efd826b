package dev.synctrail.web.rest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.history.Criterion;
import dev.synctrail.history.SyncFilter;
import dev.synctrail.platform.PlatformId;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.tracking.Direction;
import dev.synctrail.web.rest.Problem.Fault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestReaderTest {
  private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
  private static final RequestReader READER = new RequestReader(Clock.fixed(NOW, ZoneOffset.UTC));

  record Part(@Size(min = 2, max = 3) String key, boolean flag) implements RequestRules {
    @Override
    public void check(BiConsumer<String, String> faults) {
      if ("no".equals(key)) {
        faults.accept("/key", "Not this one");
      }
    }
  }

  record Order(
      @Schema(required = true)
          @Size(min = 1, max = 5)
          @Pattern(regexp = "[a-z]*", message = "Only letters")
          String name,
      PlatformId platform,
      @PastOrPresent @Nullable Instant at,
      @Nullable UUID id,
      @Nullable Direction direction,
      @Min(2) @Max(4) @Nullable Integer number,
      @Nullable Boolean choice,
      boolean dry,
      List<TypeKey> typeKeys,
      @Size(max = 2) List<Part> parts,
      Map<String, @Size(max = 3) String> settings,
      @Nullable Part part,
      Options options,
      @Nullable SyncFilter filter,
      @Nullable Snapshot exact,
      @Schema(
              name = "new",
              oneOf = {String.class, Object.class})
          @Nullable Snapshot any) {}

  record Options(boolean dryRun, @Size(max = 3) @Nullable String word) {}

  private static Order read(String json) {
    return READER.read(Order.class, json.getBytes(UTF_8));
  }

  /** Reads an order that has these members besides the required ones. */
  private static Order with(String members) {
    return read("{\"name\":\"a\",\"platform\":\"acme\"," + members + "}");
  }

  private static List<Fault> faultsOf(String json) {
    Problem problem = catchThrowableOfType(Problem.class, () -> read(json));
    assertThat(problem).as("problem of %s", json).isNotNull();
    assertThat(problem.code()).isEqualTo("MALFORMED_REQUEST");
    return problem.faults();
  }

  @Test
  void reads_a_body_into_a_record() {
    Order order =
        read(
            """
            {"name":"abc","platform":"acme","at":"2026-01-31T10:30:00.1239+01:00",
             "id":"0193a1f4-7c00-7aaa-8bbb-000000000001","direction":"PULL","number":3,
             "choice":false,"dry":true,"typeKeys":["Hero","Page"],
             "parts":[{"key":"ab","flag":true},{"key":"abc"}],"settings":{"x":"1"},
             "part":{"key":"zz"},"options":{"dryRun":true},"filter":{"typeKey":"Hero"},
             "exact": {"b" : 1.50, "a":[] },"new":[ 1,2]}
            """);

    assertThat(order)
        .isEqualTo(
            new Order(
                "abc",
                new PlatformId("acme"),
                Instant.parse("2026-01-31T09:30:00.123Z"),
                UUID.fromString("0193a1f4-7c00-7aaa-8bbb-000000000001"),
                Direction.PULL,
                3,
                false,
                true,
                List.of(new TypeKey("Hero"), new TypeKey("Page")),
                List.of(new Part("ab", true), new Part("abc", false)),
                Map.of("x", "1"),
                new Part("zz", false),
                new Options(true, null),
                SyncFilter.ALL.with(Criterion.TYPE_KEY, new TypeKey("Hero")),
                Snapshot.ofText("{\"b\" : 1.50, \"a\":[] }"),
                Snapshot.ofText("[ 1,2]")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"dry\":false", "\"part\":null,\"options\":null,\"exact\":null,\"parts\":null"})
  void what_is_missing_or_null_is_null_or_empty(String members) {
    Order order = with(members);

    assertThat(order)
        .isEqualTo(
            new Order(
                "a",
                new PlatformId("acme"),
                null,
                null,
                null,
                null,
                null,
                false,
                List.of(),
                List.of(),
                Map.of(),
                null,
                new Options(false, null),
                SyncFilter.ALL,
                null,
                null));
  }

  @Test
  void keeps_the_text_of_a_string_where_one_is_allowed() {
    assertThat(with("\"new\":\"plain \\u0041\"").any()).isEqualTo(Snapshot.ofText("plain A"));
  }

  @Test
  void reports_all_faults_with_their_pointers() {
    assertThat(
            faultsOf(
                """
                {"name":"too long","options":{"dryRun":"yes","x":1},"a/b":1,
                 "parts":[{"key":"no"},{}],"typeKeys":["Hero",2,"9"]}
                """))
        .extracting(Fault::pointer)
        .containsExactly(
            "/name",
            "/platform",
            "/typeKeys/1",
            "/typeKeys/2",
            "/parts/0/key",
            "/parts/1/key",
            "/options/dryRun",
            "/options/x",
            "/a~1b");
  }

  @Test
  void names_the_known_members_when_one_is_unknown() {
    assertThat(faultsOf("{\"name\":\"a\",\"platform\":\"acme\",\"part\":{\"key\":\"ab\",\"x\":1}}"))
        .containsExactly(Fault.at("/part/x", "Unknown; known members are key, flag"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|null|Missing",
        "name|1|Not a string",
        "name|\"\"|Shorter than 1 characters",
        "name|\"abcdef\"|Longer than 5 characters",
        "name|\"a1\"|Only letters",
        "platform|\"NO\"|A platform id must have 1 to 64 lower-case letters and digits, with single hyphens between them",
        "at|\"2026-01-31\"|Must be an ISO-8601 instant such as 2026-01-31T09:30:00.000Z",
        "at|\"2026-01-31T09:31:00.001Z\"|Must not be in the future; now is 2026-01-31T09:30:00Z",
        "id|\"1-1-1-1-1\"|Must be a UUID of 36 characters",
        "direction|\"pull\"|Must be one of PUSH, PULL",
        "number|1|Must be a whole number from 2 to 4",
        "number|2.5|Must be a whole number from 2 to 4",
        "number|\"3\"|Not a number",
        "choice|1|Must be true or false",
        "dry|\"true\"|Must be true or false",
        "typeKeys|\"Hero\"|Not an array",
        "parts|{}|Not an array",
        "parts|[{\"key\":\"ab\"},{\"key\":\"ab\"},{\"key\":\"ab\"}]|More than 2",
        "settings|[]|Not an object",
        "part|1|Not an object",
        "exact|[]|Not an object",
        "exact|\"text\"|Not an object",
        "new|1|Must be an object, an array or a string",
      })
  void says_what_is_wrong_with_a_member(String member, String value, String message) {
    Map<String, String> members =
        new LinkedHashMap<>(Map.of("name", "\"a\"", "platform", "\"acme\""));
    members.put(member, value);
    String json =
        members.entrySet().stream()
            .map(entry -> "\"" + entry.getKey() + "\":" + entry.getValue())
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(faultsOf(json)).contains(Fault.at("/" + member, message));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"settings\":{\"x\":\"long\"}|/settings/x|Longer than 3 characters",
        "\"options\":{\"word\":\"a\\u0000\"}|/options/word|Must not contain the character U+0000",
        "\"parts\":[1]|/parts/0|Not an object",
        "\"part\":{\"key\":\"no\"}|/part/key|Not this one",
        "\"filter\":{\"status\":\"X\"}|/filter/status|Must be one of",
      })
  void says_what_is_wrong_inside_a_member(String members, String pointer, String message) {
    assertThat(faultsOf("{\"name\":\"a\",\"platform\":\"acme\"," + members + "}"))
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.pointer()).isEqualTo(pointer);
              assertThat(fault.detail()).startsWith(message);
            });
  }

  @Test
  void tolerates_clocks_that_are_a_minute_ahead() {
    assertThat(with("\"at\":\"2026-01-31T09:31:00Z\"").at()).isEqualTo(NOW.plusSeconds(60));
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

  void takesOptional(@RequestBody(required = false) Options options) {}

  void takes(Options options) {}

  private static Record readParameter(String method, String json)
      throws IOException, NoSuchMethodException {
    Annotation[][] annotations =
        RequestReaderTest.class.getDeclaredMethod(method, Options.class).getParameterAnnotations();
    @SuppressWarnings("unchecked")
    Class<Record> type = (Class<Record>) (Class<?>) Options.class;
    return READER.readFrom(
        type,
        type,
        annotations[0],
        MediaType.APPLICATION_JSON_TYPE,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(json.getBytes(UTF_8)));
  }

  @Test
  void an_empty_body_is_an_empty_object_only_where_the_body_is_optional() throws Exception {
    assertThat(readParameter("takesOptional", "")).isEqualTo(new Options(false, null));
    assertThat(readParameter("takes", "{\"dryRun\":true}")).isEqualTo(new Options(true, null));
    assertThatThrownBy(() -> readParameter("takes", ""))
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.code()).isEqualTo("MALFORMED_JSON"));
  }

  record Rules(@NotNull List<Part> rules) {}

  @Test
  void a_list_is_required_if_it_says_so() {
    assertThat(RequestReader.requiredMembers(Order.class)).containsExactly("name", "platform");
    assertThat(RequestReader.requiredMembers(Rules.class)).containsExactly("rules");
    assertThat(READER.read(Rules.class, "{\"rules\":[]}".getBytes(UTF_8)).rules()).isEmpty();
    assertThatThrownBy(() -> READER.read(Rules.class, "{}".getBytes(UTF_8)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.faults()).containsExactly(Fault.at("/rules", "Missing")));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 8})
  void a_text_is_accepted_exactly_within_its_limits(int length) {
    byte[] json = "{\"key\":\"%s\"}".formatted("x".repeat(length)).getBytes(UTF_8);

    if (length == 2 || length == 3) {
      assertThat(READER.read(Part.class, json).key()).hasSize(length);
    } else {
      assertThatThrownBy(() -> READER.read(Part.class, json)).isInstanceOf(Problem.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2, 3, 4, 5, Integer.MAX_VALUE})
  void a_number_is_accepted_exactly_within_its_limits(int number) {
    String member = "\"number\":" + number;

    if (number >= 2 && number <= 4) {
      assertThat(with(member).number()).isEqualTo(number);
    } else {
      assertThatThrownBy(() -> with(member)).isInstanceOf(Problem.class);
    }
  }
}
