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
 * Hides configured parts of payloads from callers who may see payloads, but not all of them. The
 * stored payload and its checksum stay unchanged.
 *
 * <p>A part is given by a JSON Pointer (RFC 6901) in which {@code *} stands for every member or
 * element.
 */
@ApplicationScoped
public class PayloadMasks {
  /** The text that replaces a hidden value. */
  public static final String MASK = "«masked»";

  private static final JsonProvider JSON = JsonProvider.provider();
  private static final String ANY = "*";

  private final Authorization authorization;
  private final List<List<String>> hiddenParts;

  @Inject
  PayloadMasks(
      Authorization authorization,
      @ConfigProperty(name = "sync.mask.pointers") Optional<String> pointers) {
    this.authorization = authorization;
    this.hiddenParts =
        pointers.stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(PayloadMasks::segments)
            .toList();
  }

  void begin(@Observes ServerStarting starting) {
    // injected into an observer so that an invalid configuration fails the deployment
  }

  private static List<String> segments(String pointer) {
    String trimmed = pointer.trim();
    if (!trimmed.startsWith("/")) {
      throw new IllegalArgumentException("sync.mask.pointers: not a JSON Pointer: " + trimmed);
    }
    return Arrays.stream(trimmed.substring(1).split("/", -1)).map(Json::decodePointer).toList();
  }

  /** Tells whether any part is hidden from the current caller. */
  public boolean isHiding() {
    return !hiddenParts.isEmpty() && !authorization.may(Right.UNMASKED);
  }

  /**
   * Requires that nothing is hidden from the current caller, where hiding is not possible.
   *
   * @throws Problem 403
   */
  public void requireNothingHidden() {
    if (!hiddenParts.isEmpty()) {
      authorization.require(Right.UNMASKED);
    }
  }

  /**
   * Requires that the current caller may see this part, before searching for its value.
   *
   * @throws Problem 403
   */
  public void requireShown(String pointer) {
    List<String> searched = pointer.isEmpty() ? List.of() : segments(pointer);
    if (hiddenParts.stream().anyMatch(part -> overlap(part, searched))) {
      authorization.require(Right.UNMASKED);
    }
  }

  private static boolean overlap(List<String> part, List<String> searched) {
    for (int i = 0; i < Math.min(part.size(), searched.size()); i++) {
      if (!part.get(i).equals(ANY) && !part.get(i).equals(searched.get(i))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Returns the payload as the current caller may see it.
   *
   * @throws Problem 403 if something must be hidden in a payload that is not complete JSON
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
    for (List<String> part : hiddenParts) {
      result = masked(result, part);
    }
    return result;
  }

  private static JsonValue masked(JsonValue value, List<String> part) {
    if (part.isEmpty()) {
      return JSON.createValue(MASK);
    }
    String first = part.get(0);
    List<String> rest = part.subList(1, part.size());
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
