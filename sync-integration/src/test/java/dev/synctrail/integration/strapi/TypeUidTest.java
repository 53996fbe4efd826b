package dev.synctrail.integration.strapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.contenttype.TypeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeUidTest {

  @ParameterizedTest
  @CsvSource({
    "article, api::article.article",
    "blog_post, api::blog-post.blog-post",
    "blog__post, api::blog.post",
    "my_blog__a_post2, api::my-blog.a-post2"
  })
  void a_key_and_a_uid_convert_in_both_directions(String key, String uid) {
    assertThat(TypeUid.of(new TypeKey(key)).map(TypeUid::toString)).contains(uid);
    assertThat(TypeUid.parse(uid).map(TypeUid::key)).contains(key);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Article", "blogPost", "a__b__c", "ab_", "a___b", "article__article", "a__"})
  void a_key_that_no_strapi_type_can_have_has_no_uid(String key) {
    assertThat(TypeUid.of(new TypeKey(key))).isEmpty();
  }

  @Test
  void types_of_strapi_and_of_plugins_have_no_key() {
    assertThat(TypeUid.parse("plugin::upload.file")).isEmpty();
    assertThat(TypeUid.parse("admin::user")).isEmpty();
    assertThat(TypeUid.parse("api::Blog.post")).isEmpty();
  }
}
