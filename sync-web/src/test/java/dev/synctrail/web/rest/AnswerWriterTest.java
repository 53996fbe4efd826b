package dev.synctrail.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.platform.PlatformId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnswerWriterTest {

  /** Public, as all answers are. */
  public record Answer(
      String zulu,
      PlatformId platform,
      Instant at,
      @Nullable String none,
      Optional<String> empty,
      List<Part> parts,
      Map<String, String> settings,
      URI url,
      long size,
      JsonObject raw) {}

  /** Public, as all answers are. */
  public record Text(String text, List<String> others) {}

  /** Public, as all answers are. */
  public record Raw(JsonObject raw, double number) {}

  /** Public, as all answers are. */
  public record Part(List<Integer> numbers, boolean last) {}

  @Test
  void writes_members_in_order_of_declaration_and_omits_null() {
    Answer answer =
        new Answer(
            "z",
            new PlatformId("acme"),
            Instant.parse("2026-01-31T09:30:00Z"),
            null,
            Optional.empty(),
            List.of(new Part(List.of(1, 2), true)),
            Map.of("a", "b"),
            URI.create("https://example.com"),
            Long.MAX_VALUE,
            Json.createObjectBuilder().add("n", 1).build());

    assertThat(AnswerWriter.text(answer))
        .isEqualTo(
            """
            {"zulu":"z","platform":"acme","at":"2026-01-31T09:30:00.000Z",\
            "parts":[{"numbers":[1,2],"last":true}],"settings":{"a":"b"},\
            "url":"https://example.com","size":9223372036854775807,"raw":{"n":1}}""");
  }

  @Test
  void writes_every_character_as_json_p_does() {
    String all =
        IntStream.rangeClosed(Character.MIN_VALUE, Character.MAX_VALUE)
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    String pairs = "😀\ud83d\ud83d\ude00\ude00".repeat(1_500); // across the pieces of the writer
    for (String text : List.of(all, all + "x", pairs, "x" + pairs, "")) {
      assertThat(AnswerWriter.text(new Text(text, List.of())))
          .isEqualTo(
              generated(json -> json.write("text", text).writeStartArray("others").writeEnd()));
    }
  }

  @Test
  void writes_json_as_json_p_does() {
    JsonObject raw =
        Json.createObjectBuilder()
            .add("\"ä", new BigDecimal("1E+400"))
            .add("texts", Json.createArrayBuilder(List.of("\n", "")))
            .add("none", JsonValue.NULL)
            .add("empty", JsonValue.EMPTY_JSON_ARRAY)
            .add("inner", Json.createObjectBuilder().add("flag", true).build())
            .build();

    assertThat(AnswerWriter.text(new Raw(raw, 0.1)))
        .isEqualTo(generated(json -> json.write("raw", raw).write("number", 0.1)));
  }

  @Test
  void writes_instants_in_utc_with_milliseconds() {
    for (String text :
        List.of(
            "1970-01-01T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "2024-02-29T23:59:59.050Z",
            "9999-12-31T23:59:59.999Z",
            "+10000-01-01T00:00:00.001Z")) {
      assertThat(Values.text(Instant.parse(text).plusNanos(999_999))).isEqualTo(text);
    }
  }

  @Test
  void states_the_length_unless_the_answer_is_very_long() throws IOException {
    assertThat(lengthOf("ä".repeat(60_000)))
        .isEqualTo("{\"text\":\"\",\"others\":[]}".length() + 120_000);
    assertThat(lengthOf("x".repeat(200_000))).isNull();
  }

  @Test
  void writes_a_long_answer_in_parts() throws IOException {
    String text = "\u0001\"ab€😀".repeat(100_000);
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    AnswerWriter.write(new Text(text, List.of(text)), new MultivaluedHashMap<>(), out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            generated(
                json -> json.write("text", text).writeStartArray("others").write(text).writeEnd()));
  }

  private static @Nullable Object lengthOf(String text) throws IOException {
    MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnswerWriter.write(new Text(text, List.of()), headers, out);
    Object length = headers.getFirst("Content-Length");
    assertThat(length == null || length.equals(out.size())).isTrue();
    return length;
  }

  private static String generated(Consumer<JsonGenerator> members) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.createGenerator(out)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEnd();
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
