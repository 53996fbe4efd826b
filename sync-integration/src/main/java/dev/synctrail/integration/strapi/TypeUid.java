package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Strapi calls a type, {@code api::blog.blog-post}, and how that is a key: {@code
 * blog__blog_post}, or {@code blog_post} alone where the API has the type's name. Names in Strapi
 * are lower case with single hyphens, so the two can be told from each other both ways.
 */
record TypeUid(String api, String name) {
  private static final String NAME = "[a-z][a-z0-9]*(?:-[a-z0-9]+)*";
  private static final Pattern UID = Pattern.compile("api::(" + NAME + ")\\.(" + NAME + ")");
  private static final Pattern LEGAL = Pattern.compile(NAME);
  private static final String BETWEEN = "__";

  /** Tells whether a type can have that name. */
  static boolean isName(String name) {
    return LEGAL.matcher(name).matches();
  }

  /** Returns the uid of a key; empty when no type of Strapi can have that key. */
  static Optional<TypeUid> of(TypeKey key) {
    String[] parts = key.value().split(BETWEEN, -1);
    String api = parts[0].replace('_', '-');
    String name = parts.length == 2 ? parts[1].replace('_', '-') : api;
    boolean said = parts.length == 1 || (parts.length == 2 && !api.equals(name));
    return said && isName(api) && isName(name)
        ? Optional.of(new TypeUid(api, name))
        : Optional.empty();
  }

  /** Reads a uid; empty for a type that belongs to Strapi or a plugin. */
  static Optional<TypeUid> parse(String uid) {
    Matcher matcher = UID.matcher(uid);
    return matcher.matches()
        ? Optional.of(new TypeUid(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Tells whether Strapi created the type with an API of the same name. */
  boolean isMade() {
    return api.equals(name);
  }

  String key() {
    return (isMade() ? name : api + BETWEEN + name).replace('-', '_');
  }

  @Override
  public String toString() {
    return "api::" + api + "." + name;
  }
}
