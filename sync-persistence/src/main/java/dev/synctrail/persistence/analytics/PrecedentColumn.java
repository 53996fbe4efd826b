package dev.synctrail.persistence.analytics;

import dev.synctrail.analytics.Precedent;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Converts precedents to the JSON text of a column; an empty list is null. */
final class PrecedentColumn {
  private static final JsonProvider JSON = JsonProvider.provider();

  private PrecedentColumn() {}

  static @Nullable String text(List<Precedent> precedents) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    precedents.forEach(
        precedent ->
            array.add(
                JSON.createObjectBuilder()
                    .add("kind", precedent.kind().name())
                    .add("from", precedent.from())
                    .add("to", precedent.to())
                    .add("at", precedent.at().toString())
                    .add("syncsBetween", precedent.syncsBetween())));
    return precedents.isEmpty() ? null : array.build().toString();
  }

  static List<Precedent> read(@Nullable String text) {
    if (text == null) {
      return List.of();
    }
    try (JsonReader reader = JSON.createReader(new StringReader(text))) {
      return reader.readArray().getValuesAs(JsonObject.class).stream()
          .map(
              json ->
                  new Precedent(
                      Precedent.Kind.valueOf(json.getString("kind")),
                      json.getString("from"),
                      json.getString("to"),
                      Instant.parse(json.getString("at")),
                      json.getInt("syncsBetween")))
          .toList();
    }
  }
}
