package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.integration.platform.LiveJson;
import dev.synctrail.platform.Purpose;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Pages through the platform's types. Without {@code sources} the platform lists what belongs to
 * this CMS; what it ships itself is told by its key or its source and left out.
 */
final class TypeList {
  private static final Set<String> SHIPPED = Set.of("system", "builtin", "built-in");
  private static final int MOST_PAGES = 10_001;

  private final Session session;
  private final int pageSize;

  TypeList(Session session, int pageSize) {
    this.session = session;
    this.pageSize = pageSize;
  }

  List<TypeKey> keys() {
    Set<TypeKey> keys = new TreeSet<>();
    long listed = 0;
    for (int page = 0; page < MOST_PAGES; page++) {
      JsonObject answer = page(page, pageSize);
      JsonArray items =
          answer.get("items") instanceof JsonArray array ? array : JsonValue.EMPTY_JSON_ARRAY;
      for (JsonValue item : items) {
        if (item instanceof JsonObject type && isMade(type)) {
          LiveJson.text(type, "key")
              .filter(TypeKey::isLegal)
              .ifPresent(key -> keys.add(new TypeKey(key)));
        }
      }
      listed += items.size();
      boolean complete =
          answer.get(session.dialect().total()) instanceof JsonNumber total
              && listed >= total.longValue();
      if (items.isEmpty() || complete) {
        break;
      }
    }
    return List.copyOf(keys);
  }

  /** Says how many types there are. */
  String count() {
    return page(0, 1).get(session.dialect().total()) instanceof JsonNumber total
        ? "The platform holds " + total.longValue() + " content types"
        : "Content types can be read";
  }

  private JsonObject page(int index, int size) {
    return session.get(Purpose.READ, "/contenttypes?pageIndex=" + index + "&pageSize=" + size);
  }

  private static boolean isMade(JsonObject type) {
    return LiveJson.text(type, "source")
        .map(source -> !SHIPPED.contains(source.toLowerCase(Locale.ROOT)))
        .orElse(true);
  }
}
