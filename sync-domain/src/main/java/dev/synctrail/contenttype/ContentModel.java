package dev.synctrail.contenttype;

import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The content format of a kind of platform and its validation rules. Every kind of platform
 * provides its model together with its gateway.
 */
public interface ContentModel {

  /** Returns whether the content identifies itself as content of this model. */
  boolean claims(JsonObject content);

  /** Returns whether content that no model claims belongs to this one; true for one kind. */
  default boolean isDefault() {
    return false;
  }

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
}
