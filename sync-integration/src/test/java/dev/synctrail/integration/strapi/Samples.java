package dev.synctrail.integration.strapi;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;

/** One content type in three states. */
final class Samples {
  private static final String TEXT =
      """
      {
        "contentType": {
          "kind": "collectionType",
          "singularName": "%1$s",
          "pluralName": "%1$s-all",
          "displayName": "%2$s",
          "description": "Made by a test — «ja»",
          "draftAndPublish": true,
          "attributes": {
            "title": {"type": "string", "required": true, "maxLength": 120},
            %3$s"slug": {"type": "uid", "targetField": "title"},
            "theme": {"type": "enumeration", "enum": ["light", "dark"], "default": "light"},
            "same": {"type": "relation", "relation": "oneToOne", "target": "__self__"},
            "cover": {"type": "media", "allowedTypes": ["images"]}
          }
        }
      }
      """;
  private static final String BODY = "\"body\": {\"type\": \"richtext\"},\n      ";

  private Samples() {}

  private static Snapshot text(TypeKey key, String displayName, String body) {
    String name = TypeUid.of(key).orElseThrow().name();
    return Snapshot.ofText(TEXT.formatted(name, displayName, body));
  }

  static Snapshot sample(TypeKey key) {
    return text(key, "A sample", BODY);
  }

  static Snapshot changed(TypeKey key) {
    return text(key, "A changed sample", BODY);
  }

  static Snapshot reduced(TypeKey key) {
    return text(key, "A sample", "");
  }
}
