package dev.synctrail.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Checksum;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.version.VersionTree.Alteration;
import dev.synctrail.version.VersionTree.Edge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class VersionTreeTest {
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final Map<Checksum, Snapshot> contents = new HashMap<>();
  private final List<ContentTypeVersion> made = new ArrayList<>();

  private ContentTypeVersion version(String name, ContentTypeVersion... parents) {
    ContentType type =
        ContentType.read(ARTICLE, "{\"displayName\":\"%s\"}".formatted(name).getBytes(UTF_8));
    contents.put(type.content().checksum(), type.content());
    ContentTypeVersion version =
        ContentTypeVersion.of(
            ARTICLE,
            type.hash(),
            type.content().checksum(),
            VersionSource.UI,
            "ann",
            null,
            List.of(parents).stream().map(ContentTypeVersion::id).toList(),
            NOON.plusMillis(made.size()));
    made.add(version);
    return version;
  }

  private VersionTree tree() {
    return new VersionTree(ARTICLE, made);
  }

  private List<Alteration> alterations() {
    return tree().alterations(version -> Optional.ofNullable(contents.get(version.content())));
  }

  private void alter(ContentTypeVersion version, UnaryOperator<ContentTypeVersion> alteration) {
    made.replaceAll(each -> each.equals(version) ? alteration.apply(each) : each);
  }

  @Test
  void returns_nodes_and_edges_from_the_root() {
    ContentTypeVersion root = version("A");
    ContentTypeVersion left = version("B", root);
    ContentTypeVersion right = version("C", root);
    ContentTypeVersion merge = version("D", left, right);

    assertThat(tree().nodes()).containsExactly(root, left, right, merge);
    assertThat(tree().edges())
        .containsExactly(
            new Edge(root.id(), left.id()),
            new Edge(root.id(), right.id()),
            new Edge(left.id(), merge.id()),
            new Edge(right.id(), merge.id()));
    assertThat(tree().has(left.id())).isTrue();
    assertThat(tree().has(new VersionId("0".repeat(64)))).isFalse();
  }

  @Test
  void rejects_versions_of_another_type() {
    version("A");

    assertThatThrownBy(() -> new VersionTree(new TypeKey("TeaserBlock"), made))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_untouched_tree_has_no_alterations() {
    ContentTypeVersion root = version("A");
    version("D", version("B", root), version("C", root));

    assertThat(alterations()).isEmpty();
  }

  @Test
  void finds_an_altered_version_by_its_id() {
    ContentTypeVersion root = version("A");
    ContentTypeVersion altered = version("B", root);
    version("C", altered);

    alter(
        altered,
        v ->
            new ContentTypeVersion(
                v.id(),
                v.typeKey(),
                v.contentHash(),
                v.content(),
                v.source(),
                "mallory",
                v.message(),
                v.parents(),
                v.createdAt()));

    assertThat(alterations()).extracting(Alteration::id).containsExactly(altered.id());
  }

  @Test
  void finds_a_version_altered_together_with_its_id_by_its_children() {
    ContentTypeVersion altered = version("A");
    ContentTypeVersion child = version("B", altered);

    alter(
        altered,
        v ->
            ContentTypeVersion.of(
                v.typeKey(),
                v.contentHash(),
                v.content(),
                v.source(),
                "mallory",
                v.message(),
                v.parents(),
                v.createdAt()));

    assertThat(alterations())
        .singleElement()
        .satisfies(
            alteration -> {
              assertThat(alteration.id()).isEqualTo(child.id());
              assertThat(alteration.detail()).contains(altered.id().hex());
            });
  }

  @Test
  void finds_replaced_and_missing_content() {
    ContentTypeVersion swapped = version("A");
    ContentTypeVersion gone = version("B", swapped);
    ContentTypeVersion broken = version("C", gone);
    contents.put(swapped.content(), Snapshot.ofText("{}"));
    contents.remove(gone.content());
    alter(
        broken,
        v ->
            new ContentTypeVersion(
                v.id(),
                v.typeKey(),
                v.contentHash(),
                Checksum.of("no json".getBytes(UTF_8)),
                v.source(),
                v.author(),
                v.message(),
                v.parents(),
                v.createdAt()));
    Snapshot noJson = Snapshot.ofText("no json");
    contents.put(noJson.checksum(), noJson);

    assertThat(alterations())
        .extracting(Alteration::id)
        .containsExactly(swapped.id(), gone.id(), broken.id());
  }

  @Test
  void the_common_ancestor_is_the_merge_base_of_git() {
    ContentTypeVersion root = version("A");
    ContentTypeVersion fork = version("B", root);
    ContentTypeVersion left = version("C", fork);
    ContentTypeVersion right = version("D", fork);
    ContentTypeVersion rightOn = version("E", right);

    assertThat(tree().commonAncestor(left.id(), rightOn.id())).contains(fork);
    assertThat(tree().commonAncestor(rightOn.id(), left.id())).contains(fork);
    assertThat(tree().commonAncestor(right.id(), rightOn.id())).contains(right);
    assertThat(tree().commonAncestor(left.id(), left.id())).contains(left);
  }

  @Test
  void after_a_criss_cross_the_common_ancestor_is_the_newest_of_the_nearest() {
    ContentTypeVersion root = version("A");
    ContentTypeVersion left = version("B", root);
    ContentTypeVersion right = version("C", root);
    ContentTypeVersion one = version("D", left, right);
    ContentTypeVersion two = version("E", right, left);

    assertThat(tree().commonAncestor(one.id(), two.id())).contains(right);
  }

  @Test
  void versions_without_a_common_root_have_no_common_ancestor() {
    assertThat(tree().commonAncestor(version("A").id(), version("B").id())).isEmpty();
  }

  @Test
  void handles_20_000_versions_without_recursion() {
    ContentTypeVersion last = version("0");
    for (int i = 1; i < 20_000; i++) {
      last = version(Integer.toString(i), last);
    }

    assertThat(tree().commonAncestor(made.get(0).id(), last.id())).contains(made.get(0));
  }
}
