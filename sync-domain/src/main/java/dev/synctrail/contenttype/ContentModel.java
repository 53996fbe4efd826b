package dev.synctrail.contenttype;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content format of a kind of platform and its validation rules. A kind of platform that does
 * not use Synctrail's own format provides its model together with its gateway.
 */
public interface ContentModel {

  /**
   * Synctrail's own model, which is Optimizely's. Content that no other model claims belongs to it.
   */
  ContentModel OWN = new Own();

  /** Returns whether the content identifies itself as content of this model. */
  boolean claims(JsonObject content);

  /** Returns the key that is stated in the content. It may not be a legal {@link TypeKey}. */
  Optional<String> key(JsonObject content);

  /**
   * Returns all violations of the rules for content that is written in Synctrail; empty if there
   * are none.
   */
  List<Violation> check(ContentType type);

  /**
   * Returns all violations that would make a push fail; empty if there are none. Content that a
   * platform of this kind can hold never violates these rules, so that pulled content can be pushed
   * back.
   */
  default List<Violation> checkForPush(ContentType type) {
    return check(type);
  }

  /** Returns the keys of the types that a content refers to, which may include its own. */
  Set<TypeKey> references(JsonObject content);

  /**
   * Returns the content without its references to {@code others}, so that it can be pushed before
   * they exist.
   */
  JsonObject without(JsonObject content, Set<TypeKey> others);

  /** The model of {@link ContentTypeRules}. */
  final class Own implements ContentModel {
    private Own() {}

    @Override
    public boolean claims(JsonObject content) {
      return content.containsKey("baseType") || content.containsKey("isContract");
    }

    @Override
    public Optional<String> key(JsonObject content) {
      return content.get("key") instanceof JsonString key
          ? Optional.of(key.getString())
          : Optional.empty();
    }

    @Override
    public Set<TypeKey> references(JsonObject content) {
      return TypeReferences.in(content);
    }

    @Override
    public JsonObject without(JsonObject content, Set<TypeKey> others) {
      return TypeReferences.without(content, others);
    }

    @Override
    public List<Violation> check(ContentType type) {
      return ContentTypeRules.check(type);
    }

    @Override
    public List<Violation> checkForPush(ContentType type) {
      return ContentTypeRules.checkForPush(type);
    }
  }
}
