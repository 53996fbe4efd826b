package dev.synctrail.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.version.Committing.Commit;
import dev.synctrail.version.Committing.Committed;
import dev.synctrail.version.Committing.Expected;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CommittingTest {
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private final InMemoryVersions versions = new InMemoryVersions();
  private final Committing committing = new Committing(versions, Clock.fixed(NOON, ZoneOffset.UTC));

  private static ContentType content(String name) {
    return ContentType.read(ARTICLE, "{\"displayName\":\"%s\"}".formatted(name).getBytes(UTF_8));
  }

  private Committed put(String name) {
    return committing.commit(Commit.onHead(content(name), VersionSource.UI, "ann", "why"));
  }

  private Committed put(String name, List<VersionId> parents, @Nullable VersionId expected) {
    return committing.commit(
        new Commit(
            content(name),
            VersionSource.UI,
            "ann",
            "why",
            parents,
            expected == null ? Expected.ANYTHING : Expected.headIs(expected)));
  }

  @Test
  void rejects_a_first_version_if_the_type_has_one() {
    Commit onlyFirst =
        new Commit(content("A"), VersionSource.UI, "ann", null, List.of(), Expected.NO_VERSION);

    Committed first = committing.commit(onlyFirst);

    assertThat(first.created()).isTrue();
    assertThatThrownBy(() -> committing.commit(onlyFirst))
        .isInstanceOf(HeadMoved.class)
        .hasMessageEndingWith("is " + first.version().id() + ", not none");
  }

  @Test
  void builds_on_the_head() {
    Committed first = put("A");
    Committed second = put("B");

    assertThat(first.created()).isTrue();
    assertThat(first.version().parents()).isEmpty();
    assertThat(second.created()).isTrue();
    assertThat(second.version().parents()).containsExactly(first.version().id());
    assertThat(versions.head(ARTICLE)).contains(second.version());
  }

  @Test
  void a_then_b_then_a_again_is_three_versions() {
    Committed first = put("A");
    put("B");
    Committed third = put("A");

    assertThat(third.created()).isTrue();
    assertThat(third.version().id()).isNotEqualTo(first.version().id());
    assertThat(third.version().contentHash()).isEqualTo(first.version().contentHash());
    assertThat(versions.tree(ARTICLE).nodes()).hasSize(3);
  }

  @Test
  void unchanged_content_creates_no_version() {
    Committed first = put("A");
    Committed again =
        committing.commit(
            Commit.onHead(
                ContentType.read(
                    ARTICLE,
                    "{ \"lastModified\": \"today\", \"displayName\" : \"A\" }".getBytes(UTF_8)),
                VersionSource.SYNC,
                "platform",
                null));

    assertThat(again.created()).isFalse();
    assertThat(again.version()).isEqualTo(first.version());
    assertThat(versions.tree(ARTICLE).nodes()).hasSize(1);
  }

  @Test
  void builds_on_several_parents_and_merges_only_once() {
    VersionId root = put("A").version().id();
    VersionId left = put("B").version().id();
    VersionId right = put("C", List.of(root), null).version().id();

    Committed merge = put("D", List.of(left, right, left), null);
    Committed again = put("D", List.of(left, right), null);

    assertThat(merge.version().parents()).containsExactly(left, right);
    assertThat(again.created()).isFalse();
    assertThat(versions.tree(ARTICLE).commonAncestor(left, right).orElseThrow().id())
        .isEqualTo(root);
  }

  @Test
  void a_merge_that_keeps_one_side_creates_a_version() {
    VersionId root = put("A").version().id();
    VersionId left = put("B").version().id();
    VersionId right = put("C", List.of(root), null).version().id();

    assertThat(put("C", List.of(left, right), null).created()).isTrue();
  }

  @Test
  void rejects_a_head_that_moved() {
    VersionId first = put("A").version().id();
    VersionId second = put("B", List.of(), first).version().id();

    assertThatThrownBy(() -> put("C", List.of(), first))
        .isInstanceOf(HeadMoved.class)
        .hasMessageContaining(second.hex());
    assertThatThrownBy(() -> put("B", List.of(), first)).isInstanceOf(HeadMoved.class);
    assertThat(versions.tree(ARTICLE).nodes()).hasSize(2);
  }

  @Test
  void rejects_an_expected_head_if_there_is_no_version() {
    assertThatThrownBy(() -> put("A", List.of(), new VersionId("0".repeat(64))))
        .isInstanceOf(HeadMoved.class);
  }

  @Test
  void rejects_unknown_parents() {
    VersionId here = put("A").version().id();
    VersionId nowhere = new VersionId("0".repeat(64));
    VersionId ofAnother =
        committing
            .commit(
                Commit.onHead(
                    ContentType.read(new TypeKey("TeaserBlock"), "{}".getBytes(UTF_8)),
                    VersionSource.UI,
                    "ann",
                    null))
            .version()
            .id();

    assertThatThrownBy(() -> put("B", List.of(here, nowhere, ofAnother), null))
        .isInstanceOfSatisfying(
            UnknownParents.class,
            refusal -> assertThat(refusal.unknown()).containsExactly(nowhere, ofAnother));
  }

  @Test
  void timestamps_increase_even_if_the_clock_stands_still() {
    put("A");
    put("B");
    put("C");

    assertThat(versions.tree(ARTICLE).nodes())
        .extracting(ContentTypeVersion::createdAt)
        .containsExactly(NOON, NOON.plusMillis(1), NOON.plusMillis(2));
  }

  @Test
  void concurrent_commits_form_a_line() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(8);
    try {
      List<Future<Committed>> commits = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        String name = "content " + i;
        commits.add(callers.submit(() -> put(name)));
      }
      for (Future<Committed> commit : commits) {
        assertThat(commit.get().created()).isTrue();
      }
    } finally {
      callers.shutdown();
    }

    List<ContentTypeVersion> line = versions.tree(ARTICLE).nodes();
    assertThat(line).hasSize(64);
    for (int i = 1; i < line.size(); i++) {
      assertThat(line.get(i).parents()).containsExactly(line.get(i - 1).id());
    }
  }

  static List<Commit> variations() {
    return List.of(
        new Commit(content("B"), VersionSource.UI, "ann", "why", List.of(), Expected.ANYTHING),
        new Commit(content("A"), VersionSource.AI, "ann", "why", List.of(), Expected.ANYTHING),
        new Commit(content("A"), VersionSource.UI, "bob", "why", List.of(), Expected.ANYTHING),
        new Commit(content("A"), VersionSource.UI, "ann", "because", List.of(), Expected.ANYTHING),
        new Commit(content("A"), VersionSource.UI, "ann", null, List.of(), Expected.ANYTHING));
  }

  @ParameterizedTest
  @MethodSource("variations")
  void the_id_covers_every_member(Commit variation) {
    VersionId id = put("A").version().id();

    Committed other =
        new Committing(new InMemoryVersions(), Clock.fixed(NOON, ZoneOffset.UTC)).commit(variation);

    assertThat(other.version().id()).isNotEqualTo(id);
  }

  @Test
  void the_id_covers_the_time() {
    VersionId id = put("A").version().id();

    Committed later =
        new Committing(new InMemoryVersions(), Clock.fixed(NOON.plusMillis(1), ZoneOffset.UTC))
            .commit(Commit.onHead(content("A"), VersionSource.UI, "ann", "why"));

    assertThat(later.version().id()).isNotEqualTo(id);
  }
}
