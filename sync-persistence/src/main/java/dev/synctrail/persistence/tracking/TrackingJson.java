package dev.synctrail.persistence.tracking;

import dev.synctrail.gateway.ExchangeLog.Header;
import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.gateway.PushResult.Item;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts the short lists of a row to and from JSON text; an empty list is null. */
public final class TrackingJson {
  private static final JsonProvider JSON = JsonProvider.provider();

  private TrackingJson() {}

  static String headers(List<Header> headers) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    headers.forEach(
        header -> array.add(JSON.createArrayBuilder().add(header.name()).add(header.value())));
    return array.build().toString();
  }

  /** Parses the text that {@link #headers(List)} returns. */
  public static List<Header> headers(@Nullable String column) {
    return read(
        column,
        array ->
            array.getValuesAs(JsonArray.class).stream()
                .map(pair -> new Header(pair.getString(0), pair.getString(1)))
                .toList());
  }

  static @Nullable String fields(List<FieldError> fields) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    fields.forEach(
        error ->
            array.add(
                JSON.createObjectBuilder()
                    .add("field", error.field())
                    .add("detail", error.detail())));
    return fields.isEmpty() ? null : array.build().toString();
  }

  /** Parses the text that {@link #fields(List)} returns. */
  public static List<FieldError> fields(@Nullable String column) {
    return read(
        column,
        array ->
            array.getValuesAs(JsonObject.class).stream()
                .map(error -> new FieldError(error.getString("field"), error.getString("detail")))
                .toList());
  }

  static @Nullable String items(List<Item> items) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    for (Item item : items) {
      JsonObjectBuilder object =
          JSON.createObjectBuilder().add("key", item.key()).add("taken", item.taken());
      String message = item.errorMessage();
      if (message != null) {
        object.add("errorMessage", message);
      }
      array.add(object);
    }
    return items.isEmpty() ? null : array.build().toString();
  }

  /** Parses the text that {@link #items(List)} returns. */
  public static List<Item> items(@Nullable String column) {
    return read(
        column,
        array ->
            array.getValuesAs(JsonObject.class).stream()
                .map(
                    item ->
                        new Item(
                            item.getString("key"),
                            item.getBoolean("taken"),
                            item.getString("errorMessage", null)))
                .toList());
  }

  private static <T> List<T> read(@Nullable String column, Function<JsonArray, List<T>> parse) {
    if (column == null) {
      return List.of();
    }
    try (JsonReader reader = JSON.createReader(new StringReader(column))) {
      return parse.apply(reader.readArray());
    }
  }
}
