package dev.synctrail.contenttype;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How content is written that a kind of platform takes, and which rules it keeps: a kind that does
 * not take Synctrail's own content brings its model with its gateway.
 */
public interface ContentModel {

  /** Synctrail's own model, which is Optimizely's; content that nobody else claims is of it. */
  ContentModel OWN = new Own();

  /** Tells whether a content says of itself that it is of this model. */
  boolean claims(JsonObject content);

  /** Returns the key that a content gives itself, which may not be a legal one. */
  Optional<String> key(JsonObject content);

  /** Returns every rule that a content breaks which somebody writes here; empty when none. */
  List<Violation> check(ContentType type);

  /**
   * Returns the rules that make it pointless to send a content which breaks them; empty when none.
   * What a platform of this kind can hold breaks none of them, so that what was pulled can be
   * pushed back.
   */
  default List<Violation> checkForPush(ContentType type) {
    return check(type);
  }

  /** Returns the keys of the other types that a content names, itself maybe among them. */
  Set<TypeKey> references(JsonObject content);

  /** Returns a content as it can be before others are there: nothing in it names one of them. */
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
