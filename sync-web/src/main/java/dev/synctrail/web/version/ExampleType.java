package dev.synctrail.web.version;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A small content type with which a new installation can be tried.
 *
 * @param kind the kind of platform that accepts it
 */
public record ExampleType(String kind, String key, String content) {
  private static final List<ExampleType> ALL =
      List.of(
          new ExampleType(
              "optimizely",
              "ArticlePage",
              """
              {
                "key": "ArticlePage",
                "displayName": "Article",
                "baseType": "_page",
                "properties": {
                  "headline": {"type": "string", "displayName": "Headline"}
                }
              }"""),
          new ExampleType(
              "strapi",
              "article",
              """
              {
                "contentType": {
                  "singularName": "article",
                  "pluralName": "articles",
                  "displayName": "Article",
                  "draftAndPublish": true,
                  "attributes": {
                    "title": {"type": "string", "required": true}
                  }
                }
              }"""));

  /** Returns the example for a kind of platform; null if there is none. */
  public static @Nullable ExampleType of(@Nullable String kind) {
    return ALL.stream().filter(example -> example.kind().equals(kind)).findFirst().orElse(null);
  }
}
