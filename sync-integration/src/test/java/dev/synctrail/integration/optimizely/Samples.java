package dev.synctrail.integration.optimizely;

import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;

/** One content type in three states. */
final class Samples {
  private static final String TEXT =
      """
      {
        "key": "%s",
        "displayName": "%s",
        "baseType": "_component",
        "compositionBehaviors": ["sectionEnabled"],
        "properties": {
          "heading": {"type": "string", "displayName": "Heading", "maxLength": 120},
          %s"theme": {
            "type": "string",
            "enum": [
              {"value": "light", "displayName": "Light"},
              {"value": "dark", "displayName": "Dark — «Nacht»"}
            ]
          },
          "links": {"type": "array", "maxItems": 5, "items": {"type": "link"}}
        }
      }
      """;
  private static final String BODY = "\"body\": {\"type\": \"richText\"},\n    ";

  private Samples() {}

  static Snapshot sample(TypeKey key) {
    return Snapshot.ofText(TEXT.formatted(key, "A sample", BODY));
  }

  static Snapshot changed(TypeKey key) {
    return Snapshot.ofText(TEXT.formatted(key, "A changed sample", BODY));
  }

  static Snapshot reduced(TypeKey key) {
    return Snapshot.ofText(TEXT.formatted(key, "A sample", ""));
  }
}
