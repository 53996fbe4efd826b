package dev.synctrail.contenttype;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.json.MalformedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentHashTest {
  private static ContentHash hash(String json) {
    return ContentHash.of(json.getBytes(UTF_8));
  }

  @Test
  void generates_the_version_hash_of_different_content_types() {
    assertThat(hash("{}").hex())
        .isEqualTo("44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    assertThat(hash("{\"key\":\"ArticlePage\",\"baseType\":\"_page\"}"))
        .isEqualTo(hash("{ \"baseType\" : \"_page\",\n \"\\u006bey\":\"ArticlePage\" }"))
        .isNotEqualTo(hash("{\"key\":\"ArticlePage\",\"baseType\":\"_component\"}"))
        .isNotEqualTo(hash("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "_id",
        "createdAt",
        "updatedAt",
        "_createdAt",
        "_updatedAt",
        "created",
        "createdBy",
        "lastModified",
        "lastModifiedBy",
        "timestamp",
        "source"
      })
  void ignores_volatile_members(String member) {
    assertThat(hash("{\"" + member + "\":\"x\",\"key\":\"A1\"}"))
        .isEqualTo(hash("{\"key\":\"A1\"}"));
  }

  @Test
  void hashes_nested_members_with_volatile_names() {
    assertThat(hash("{\"properties\":{\"source\":{\"type\":\"url\"}}}"))
        .isNotEqualTo(hash("{\"properties\":{}}"));
  }

  @Test
  void rejects_content_whose_meaning_would_change() {
    assertThatThrownBy(() -> hash("{\"n\":9007199254740993}")).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> hash("[]")).isInstanceOf(MalformedJson.class);
  }
}
