package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.gateway.PlatformException;
import dev.synctrail.gateway.TypeListing;
import dev.synctrail.gateway.TypeListing.Skipped;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.integration.adapter.Session;
import dev.synctrail.platform.Platform;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lists the types of one Strapi. */
final class StrapiListing {
  /** The uids of plugin and Strapi types have other prefixes. */
  private static final String USER_TYPE = "api::";

  private StrapiListing() {}

  /**
   * Lists the types that users have created and that the content-type builder shows.
   *
   * @throws PlatformException when they cannot be read
   */
  static TypeListing read(Session session, Platform platform) {
    JsonArray all = session.list(StrapiTypes.request(platform, "GET", ""), "data").items();
    Set<TypeKey> keys = new TreeSet<>();
    List<Skipped> skipped = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      add("item " + (i + 1), all.get(i), keys, skipped);
    }
    return new TypeListing(List.copyOf(keys), skipped);
  }

  private static void add(String place, JsonValue item, Set<TypeKey> keys, List<Skipped> skipped) {
    if (!(item instanceof JsonObject type)) {
      skipped.add(new Skipped(place, "Not an object"));
      return;
    }
    String uid = LiveJson.text(type, "uid").orElse("");
    if (uid.isEmpty()) {
      skipped.add(new Skipped(place, "No uid"));
    } else if (uid.startsWith(USER_TYPE) && isShown(type)) {
      TypeUid.parse(uid)
          .map(TypeUid::key)
          .filter(TypeKey::isLegal)
          .ifPresentOrElse(
              key -> keys.add(new TypeKey(key)),
              () -> skipped.add(new Skipped(uid, "The uid cannot be converted to a type key")));
    }
  }

  private static boolean isShown(JsonObject type) {
    return !(type.get("schema") instanceof JsonObject schema)
        || !JsonValue.FALSE.equals(schema.get("visible"));
  }
}
