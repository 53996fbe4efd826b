package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The uid of a type in Strapi, {@code api::blog.blog-post}, and its conversion to a type key:
 * {@code blog__blog_post}, or {@code blog_post} when the API has the name of the type. Names in
 * Strapi are lower case with single hyphens, so the conversion is unambiguous in both directions.
 */
record TypeUid(String api, String name) {
  private static final String NAME = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
  private static final Pattern UID = Pattern.compile("api::(" + NAME + ")\\.(" + NAME + ")");
  private static final Pattern LEGAL = Pattern.compile(NAME);
  private static final String SEPARATOR = "__";

  /** Returns whether a type can have this name. */
  static boolean isName(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** Returns the uid of a key; empty when no Strapi type can have the key. */
  static Optional<TypeUid> of(TypeKey key) {
    String[] parts = key.value().split(SEPARATOR, -1);
    String api = parts[0].replace('_', '-');
    String name = parts.length == 2 ? parts[1].replace('_', '-') : api;
    boolean canonical = parts.length == 1 || (parts.length == 2 && !api.equals(name));
    return canonical && isName(api) && isName(name)
        ? Optional.of(new TypeUid(api, name))
        : Optional.empty();
  }

  /** Parses a uid; empty for a type of Strapi itself or of a plugin. */
  static Optional<TypeUid> parse(String uid) {
    Matcher matcher = UID.matcher(uid);
    return matcher.matches()
        ? Optional.of(new TypeUid(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /**
   * Returns whether the API has the name of the type, as Strapi names it when it creates a type.
   */
  boolean hasOwnApi() {
    return api.equals(name);
  }

  String key() {
    return (hasOwnApi() ? name : api + SEPARATOR + name).replace('-', '_');
  }

  @Override
  public String toString() {
    return "api::" + api + "." + name;
  }
}
