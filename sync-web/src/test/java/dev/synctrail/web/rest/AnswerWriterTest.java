package dev.synctrail.web.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.platform.PlatformId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
}
