package dev.synctrail.gateway;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The content model of {@link InMemoryGateway}: {@code displayName} is text, {@code baseType}
 * begins with an underscore, and {@code mayContainTypes} refers to other types.
 */
public final class InMemoryModel implements ContentModel {
  private static final String REFERENCES = "mayContainTypes";

  @Override
  public boolean claims(JsonObject content) {
    return content.containsKey("baseType");
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public Optional<String> key(JsonObject content) {
    return Optional.ofNullable(content.getString("key", null));
  }

  @Override
  public List<Violation> check(ContentType type) {
    List<Violation> violations = new ArrayList<>();
    JsonObject content = type.object();
    if (content.containsKey("displayName") && !(content.get("displayName") instanceof JsonString)) {
      violations.add(new Violation("/displayName", "Must be a string."));
    }
    if (!content.getString("baseType", "").startsWith("_")) {
      violations.add(new Violation("/baseType", "Must begin with an underscore."));
    }
    return violations;
  }

  @Override
  public Set<TypeKey> references(JsonObject content) {
    Set<TypeKey> found = new LinkedHashSet<>();
    forEachReference(content, value -> key(value).ifPresent(found::add));
    return found;
  }

  @Override
  public JsonObject without(JsonObject content, Set<TypeKey> others) {
    if (!content.containsKey(REFERENCES)) {
      return content;
    }
    JsonArrayBuilder kept = Json.createArrayBuilder();
    forEachReference(
        content,
        value -> {
          if (key(value).filter(others::contains).isEmpty()) {
            kept.add(value);
          }
        });
    return Json.createObjectBuilder(content).add(REFERENCES, kept).build();
  }

  private static void forEachReference(JsonObject content, Consumer<JsonValue> action) {
    if (content.get(REFERENCES) instanceof JsonArray values) {
      values.forEach(action);
    }
  }

  private static Optional<TypeKey> key(JsonValue value) {
    return value instanceof JsonString text && TypeKey.isLegal(text.getString())
        ? Optional.of(new TypeKey(text.getString()))
        : Optional.empty();
  }
}
