package dev.synctrail.integration.strapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.gateway.Failure.FieldError;
import dev.synctrail.integration.adapter.LiveJson;
import dev.synctrail.snapshot.Snapshot;
import org.junit.jupiter.api.Test;

class StrapiSchemaTest {
  private static final String LIVE =
      """
      {'data': {'uid': 'api::blog-post.blog-post', 'apiID': 'blog-post', 'schema': {
        'draftAndPublish': true, 'populateCreatorFields': true, 'displayName': 'Post',
        'singularName': 'blog-post', 'pluralName': 'blog-posts', 'description': 'Old',
        'pluginOptions': {}, 'kind': 'collectionType', 'collectionName': 'blog_posts',
        'attributes': {
          'title': {'type': 'string', 'required': true},
          'cover': {'type': 'media', 'multiple': false, 'required': false, 'private': false},
          'same': {'type': 'relation', 'relation': 'oneToOne', 'inversedBy': 'x',
            'target': 'api::blog-post.blog-post', 'targetAttribute': null, 'required': false}},
        'visible': true, 'restrictRelationsTo': null}}}
      """;

  private static StrapiSchema schema(String text) {
    return LiveJson.read(Snapshot.ofText(text.replace('\'', '"')))
        .flatMap(StrapiSchema::of)
        .orElseThrow();
  }

  private static StrapiSchema wanted(String members, String attributes) {
    return schema(
        "{'contentType': {'singularName': 'blog-post', 'displayName': 'Post',"
            + "'description': 'Old', 'draftAndPublish': true,"
            + "'options': {'populateCreatorFields': true}"
            + members
            + ", 'attributes': {'title': {'type': 'string', 'required': true}, 'cover':"
            + " {'type': 'media'}, 'same': {'type': 'relation', 'relation': 'oneToOne',"
            + " 'target': '__self__'}"
            + attributes
            + "}}}");
  }

  @Test
  void additions_by_strapi_are_no_difference() {
    assertThat(schema(LIVE).missing(wanted("", ""))).isEmpty();
    assertThat(schema(LIVE).missing(schema(LIVE))).isEmpty();
    assertThat(schema(LIVE).losses(wanted("", ""))).isEmpty();
  }

  @Test
  void every_part_that_differs_is_named() {
    StrapiSchema next =
        schema(
            "{'contentType': {'singularName': 'blog-post', 'displayName': 'Other',"
                + "'kind': 'singleType', 'attributes': {'title': {'type': 'string'},"
                + "'more': {'type': 'json'}}}}");
    assertThat(schema(LIVE).missing(next))
        .containsExactlyInAnyOrder(
            "/displayName",
            "/description",
            "/options",
            "/kind",
            "/draftAndPublish",
            "/attributes/title",
            "/attributes/more",
            "/attributes/cover",
            "/attributes/same");
    assertThat(schema(LIVE).losses(next))
        .extracting(FieldError::field)
        .containsExactlyInAnyOrder(
            "/attributes/cover", "/attributes/same", "/draftAndPublish", "/kind");
  }

  @Test
  void another_type_or_target_of_an_attribute_loses_its_data() {
    StrapiSchema aimed =
        schema(LIVE.replace("'target': 'api::blog-post.blog-post'", "'target': 'api::a.a'"));
    assertThat(aimed.losses(schema(LIVE)))
        .extracting(FieldError::field)
        .containsExactly("/attributes/same");
  }

  @Test
  void reports_names_that_strapi_would_not_change() {
    assertThat(schema(LIVE).unchangeable(wanted(", 'pluralName': 'posts'", "")))
        .extracting(FieldError::field)
        .containsExactly("/pluralName");
    assertThat(schema(LIVE).unchangeable(wanted("", ""))).isEmpty();
  }

  @Test
  void an_update_is_complete_and_keeps_members_that_cannot_change() {
    String body =
        schema(LIVE)
            .update(
                schema(
                    "{'contentType': {'singularName': 'blog-post', 'displayName': 'Other',"
                        + "'attributes': {}}}"))
            .toString();
    assertThat(body)
        .contains("\"description\":\"\"")
        .contains("\"options\":{}")
        .contains("\"draftAndPublish\":false")
        .contains("\"pluralName\":\"blog-posts\"");
  }

  @Test
  void a_pulled_type_is_created_again_without_members_that_strapi_rejects() {
    String body = schema(LIVE).creation().toString();
    assertThat(body)
        .startsWith("{\"contentType\":")
        .contains("\"target\":\"__self__\"")
        .contains("\"options\":{\"populateCreatorFields\":true}")
        .doesNotContain("targetAttribute", "inversedBy", "visible", "restrictRelationsTo");
  }
}
