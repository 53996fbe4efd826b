package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.ContentModel;
import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import dev.synctrail.integration.adapter.LiveJson;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The content model of Optimizely, and of content that declares no other. */
final class OptimizelyModel implements ContentModel {

  @Override
  public boolean claims(JsonObject content) {
    return content.containsKey("baseType") || content.containsKey("isContract");
  }

  @Override
  public boolean isDefault() {
    return true;
  }

  @Override
  public Optional<String> key(JsonObject content) {
    return LiveJson.text(content, "key");
  }

  @Override
  public List<Violation> check(ContentType type) {
    return OptimizelyRules.check(type);
  }

  @Override
  public List<Violation> checkForPush(ContentType type) {
    return OptimizelyRules.checkForPush(type);
  }

  @Override
  public Set<TypeKey> references(JsonObject content) {
    return TypeReferences.in(content);
  }

  @Override
  public JsonObject without(JsonObject content, Set<TypeKey> others) {
    return TypeReferences.without(content, others);
  }
}
