package dev.synctrail.web.access;

import dev.synctrail.access.Right;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.startup.ServerStarting;
import dev.synctrail.web.rest.Problem;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParsingException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Hides configured places of payloads from those who may see payloads but not all of them. What is
 * stored, and its checksum, stay as they are.
 *
 * <p>A place is a JSON Pointer (RFC 6901), of which {@code *} stands for every member or element.
 */
@ApplicationScoped
public class PayloadMasks {
  /** What is shown in place of a value. */
  public static final String MASK = "«masked»";

  private static final JsonProvider JSON = JsonProvider.provider();
  private static final String ANY = "*";

  private final Authorization authorization;
  private final List<List<String>> places;

  @SuppressWarnings("NullAway") // only the proxy is made this way
  protected PayloadMasks() {
    this.authorization = null;
    this.places = List.of();
  }

  @Inject
  PayloadMasks(
      Authorization authorization,
      @ConfigProperty(name = "sync.mask.pointers") Optional<String> pointers) {
    this.authorization = authorization;
    this.places =
        pointers.stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(PayloadMasks::segments)
            .toList();
  }

  void begin(@Observes ServerStarting starting) {
    // made now, so that what is configured wrongly does not deploy
  }

  private static List<String> segments(String pointer) {
    String trimmed = pointer.trim();
    if (!trimmed.startsWith("/")) {
      throw new IllegalArgumentException("sync.mask.pointers: not a JSON Pointer: " + trimmed);
    }
    return Arrays.stream(trimmed.substring(1).split("/", -1)).map(Json::decodePointer).toList();
  }

  /** Tells whether anything is hidden from the present caller. */
  public boolean isHiding() {
    return !places.isEmpty() && !authorization.may(Right.UNMASKED);
  }

  /**
   * Lets only those go on from whom nothing is hidden, where it could not be hidden.
   *
   * @throws Problem 403
   */
  public void requireNothingHidden() {
    if (!places.isEmpty()) {
      authorization.require(Right.UNMASKED);
    }
  }

  /**
   * Lets only those search at a place who may see it.
   *
   * @throws Problem 403
   */
  public void requireShown(String pointer) {
    List<String> asked = pointer.isEmpty() ? List.of() : segments(pointer);
    if (places.stream().anyMatch(place -> overlap(place, asked))) {
      authorization.require(Right.UNMASKED);
    }
  }

  private static boolean overlap(List<String> place, List<String> asked) {
    for (int i = 0; i < Math.min(place.size(), asked.size()); i++) {
      if (!place.get(i).equals(ANY) && !place.get(i).equals(asked.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the bytes as the present caller may see them.
   *
   * @throws Problem 403 when something is to be hidden in what is not whole JSON
   */
  public Snapshot shown(Snapshot payload) {
    if (!isHiding()) {
      return payload;
    }
    try (var reader = JSON.createReader(new ByteArrayInputStream(payload.bytes()))) {
      return Snapshot.of(masked(reader.readValue()).toString().getBytes(StandardCharsets.UTF_8));
    } catch (JsonParsingException e) {
      authorization.require(Right.UNMASKED);
      return payload;
    }
  }

  private JsonValue masked(JsonValue value) {
    JsonValue result = value;
    for (List<String> place : places) {
      result = masked(result, place);
    }
    return result;
  }

  private static JsonValue masked(JsonValue value, List<String> place) {
    if (place.isEmpty()) {
      return JSON.createValue(MASK);
    }
    String first = place.get(0);
    List<String> rest = place.subList(1, place.size());
    if (value instanceof JsonObject object) {
      JsonObjectBuilder members = JSON.createObjectBuilder();
      object.forEach(
          (name, member) -> members.add(name, hits(first, name) ? masked(member, rest) : member));
      return members.build();
    }
    if (value instanceof JsonArray array) {
      JsonArrayBuilder elements = JSON.createArrayBuilder();
      for (int i = 0; i < array.size(); i++) {
        JsonValue element = array.get(i);
        elements.add(hits(first, Integer.toString(i)) ? masked(element, rest) : element);
      }
      return elements.build();
    }
    return value;
  }

  private static boolean hits(String segment, String name) {
    return segment.equals(ANY) || segment.equals(name);
  }
}
