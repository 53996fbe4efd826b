package dev.synctrail.integration.strapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.contenttype.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StrapiModelTest {
  private final StrapiModel model = new StrapiModel();

  private static ContentType type(String key, String text) {
    return ContentType.read(
        new TypeKey(key), text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  private List<String> pointers(String key, String text) {
    return model.check(type(key, text)).stream().map(Violation::pointer).toList();
  }

  @Test
  void claims_requests_and_responses_of_strapi() {
    assertThat(model.claims(type("ab", "{'contentType': {}}").object())).isTrue();
    assertThat(model.claims(type("ab", "{'data': {'schema': {}}}").object())).isTrue();
    assertThat(model.claims(type("ab", "{'key': 'ab', 'baseType': '_page'}").object())).isFalse();
  }

  @Test
  void returns_the_key_of_a_content() {
    assertThat(model.key(type("ab", "{'contentType': {'singularName': 'blog-post'}}").object()))
        .contains("blog_post");
    assertThat(model.key(type("ab", "{'data': {'uid': 'api::blog.post', 'schema': {}}}").object()))
        .contains("blog__post");
  }

  @Test
  void the_samples_are_valid() {
    TypeKey key = new TypeKey("blog_post");
    assertThat(model.check(ContentType.read(key, Samples.sample(key)))).isEmpty();
  }

  @Test
  void finds_every_violation_at_once() {
    assertThat(
            pointers(
                "blog_post",
                """
                {'contentType': {'singularName': 'Blog', 'pluralName': 'posts', 'kind': 'page',
                  'description': 1, 'draftAndPublish': 'yes', 'options': [], 'attributes': {
                    'a b': {'type': 'string'}, 'createdAt': {'type': 'date'}, 'x': 1,
                    'r': {'type': 'relation', 'relation': 'oneToOne'}, 'e': {'type': 'enumeration'},
                    'd': {'type': 'dynamiczone', 'components': [1]}, 'c': {'type': 'component'},
                    'u': {'type': 'uid', 'targetField': 'nosuch'},
                    's': {'type': 'string', 'required': 'yes'}}}, 'key': 'x'}
                """))
        .containsExactlyInAnyOrder(
            "/key",
            "/contentType/singularName",
            "/contentType/displayName",
            "/contentType/kind",
            "/contentType/description",
            "/contentType/draftAndPublish",
            "/contentType/options",
            "/contentType/attributes/a b",
            "/contentType/attributes/createdAt",
            "/contentType/attributes/x",
            "/contentType/attributes/r/target",
            "/contentType/attributes/e/enum",
            "/contentType/attributes/d/components",
            "/contentType/attributes/c/component",
            "/contentType/attributes/u/targetField",
            "/contentType/attributes/s/required");
  }

  @Test
  void a_content_is_stored_under_its_own_key() {
    String content =
        "{'contentType': {'singularName': 'post', 'pluralName': 'posts', 'displayName': 'P',"
            + "'attributes': {}}}";
    assertThat(pointers("post", content)).isEmpty();
    assertThat(pointers("blog__post", content)).isEmpty();
    assertThat(pointers("article", content)).containsExactly("/contentType/singularName");
  }

  @Test
  void content_of_another_kind_is_rejected_as_a_whole() {
    assertThat(pointers("Hero", "{'key': 'Hero', 'baseType': '_page'}")).containsExactly("");
  }
}
