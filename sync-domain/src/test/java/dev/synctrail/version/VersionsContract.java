package dev.synctrail.version;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.synctrail.contenttype.ContentType;
import dev.synctrail.contenttype.TypeKey;
import dev.synctrail.snapshot.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Contract tests for implementations of {@link Versions}. */
public abstract class VersionsContract {
  private static final TypeKey ARTICLE = new TypeKey("ArticlePage");
  private static final TypeKey TEASER = new TypeKey("TeaserBlock");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Returns the implementation under test, empty and in a transaction. */
  protected abstract Versions versions();

  /** Makes saved versions visible to the next read as if it came later. */
  protected void settle() {}

  private ContentTypeVersion save(
      TypeKey key,
      String content,
      VersionSource source,
      String author,
      @Nullable String message,
      Instant at,
      VersionId... parents) {
    ContentType type = ContentType.read(key, content.getBytes(UTF_8));
    ContentTypeVersion version =
        ContentTypeVersion.of(
            key,
            type.hash(),
            type.content().checksum(),
            source,
            author,
            message,
            List.of(parents),
            at);
    Versions versions = versions();
    versions.exclusively(
        key,
        () -> {
          versions.save(version, type.content());
          return version;
        });
    settle();
    return version;
  }

  private ContentTypeVersion save(TypeKey key, int number, VersionId... parents) {
    return save(
        key,
        "{\"n\": " + number + "}",
        number % 2 == 0 ? VersionSource.UI : VersionSource.SYNC,
        number % 3 == 0 ? "ann" : "bob",
        "number " + number,
        NOON.plusMillis(number),
        parents);
  }

  @Test
  void returns_a_version_as_it_was_saved() {
    ContentTypeVersion root = save(ARTICLE, 1);
    ContentTypeVersion left = save(ARTICLE, 2, root.id());
    ContentTypeVersion right = save(ARTICLE, 3, root.id());
    ContentTypeVersion merge =
        save(
            ARTICLE,
            "{}",
            VersionSource.AI,
            "Ännchen 😀",
            null,
            NOON.plusMillis(4),
            right.id(),
            left.id());

    assertThat(versions().find(root.id())).contains(root);
    assertThat(versions().find(merge.id())).contains(merge);
    assertThat(versions().find(merge.id()).orElseThrow().matchesId()).isTrue();
    assertThat(versions().find(new VersionId("0".repeat(64)))).isEmpty();
  }

  @Test
  void returns_the_exact_bytes_whatever_their_size() {
    String spacious = "{ \"n\" :\t1.50 }";
    String large = "{\"text\":\"" + "x".repeat(Snapshot.LIMIT) + "\"}";

    ContentTypeVersion small = save(ARTICLE, spacious, VersionSource.UI, "ann", null, NOON);
    ContentTypeVersion big =
        save(ARTICLE, large, VersionSource.UI, "ann", null, NOON.plusMillis(1), small.id());

    assertThat(versions().content(small)).contains(Snapshot.ofText(spacious));
    assertThat(versions().content(big)).contains(Snapshot.ofText(large));
  }

  @Test
  void the_head_is_the_version_saved_last() {
    assertThat(versions().head(ARTICLE)).isEmpty();

    ContentTypeVersion first = save(ARTICLE, 1);
    assertThat(versions().head(ARTICLE)).contains(first);

    ContentTypeVersion second = save(ARTICLE, 2, first.id());
    assertThat(versions().head(ARTICLE)).contains(second);
    assertThat(versions().head(TEASER)).isEmpty();
  }

  @Test
  void rejects_saving_a_version_twice() {
    ContentTypeVersion first = save(ARTICLE, 1);

    assertThatThrownBy(
            () -> {
              versions().save(first, Snapshot.ofText("{\"n\": 1}"));
              settle();
            })
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void several_versions_share_one_content() {
    ContentTypeVersion a = save(ARTICLE, "{\"n\":1}", VersionSource.UI, "ann", null, NOON);
    ContentTypeVersion other = save(TEASER, "{\"n\":1}", VersionSource.UI, "ann", null, NOON);

    assertThat(versions().content(a)).isEqualTo(versions().content(other)).isPresent();
  }

  @Test
  void lists_the_newest_first_and_pages_both_ways() {
    save(TEASER, 5);
    List<ContentTypeVersion> saved = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      saved.add(save(ARTICLE, i));
    }
    VersionFilter all = VersionFilter.of(ARTICLE);

    assertThat(versions().list(all, null, false, 3))
        .containsExactly(saved.get(4), saved.get(3), saved.get(2));
    assertThat(versions().list(all, saved.get(2).createdAt(), false, 3))
        .containsExactly(saved.get(1), saved.get(0));
    assertThat(versions().list(all, saved.get(1).createdAt(), true, 2))
        .containsExactly(saved.get(2), saved.get(3));
    assertThat(versions().list(all, null, true, 1)).hasSize(1);
    assertThat(versions().count(all)).isEqualTo(5);
  }

  @Test
  void filters_by_author_source_and_time() {
    List<ContentTypeVersion> saved = new ArrayList<>();
    for (int i = 1; i <= 6; i++) {
      saved.add(save(ARTICLE, i));
    }

    assertThat(found(new VersionFilter(ARTICLE, "ann", null, null, null)))
        .containsExactly(saved.get(5), saved.get(2));
    assertThat(found(new VersionFilter(ARTICLE, null, VersionSource.SYNC, null, null)))
        .containsExactly(saved.get(4), saved.get(2), saved.get(0));
    assertThat(
            found(new VersionFilter(ARTICLE, null, null, NOON.plusMillis(2), NOON.plusMillis(4))))
        .containsExactly(saved.get(2), saved.get(1));
    assertThat(found(new VersionFilter(ARTICLE, "bob", VersionSource.UI, NOON.plusMillis(3), null)))
        .containsExactly(saved.get(3));
    assertThat(found(new VersionFilter(ARTICLE, "nobody", null, null, null))).isEmpty();
  }

  private List<ContentTypeVersion> found(VersionFilter filter) {
    List<ContentTypeVersion> found = versions().list(filter, null, false, 100);
    assertThat(versions().count(filter)).isEqualTo(found.size());
    return found;
  }

  @Test
  void returns_the_whole_tree_of_a_type() {
    save(TEASER, 9);
    ContentTypeVersion root = save(ARTICLE, 1);
    ContentTypeVersion left = save(ARTICLE, 2, root.id());
    ContentTypeVersion right = save(ARTICLE, 3, root.id());
    ContentTypeVersion merge = save(ARTICLE, 4, left.id(), right.id());

    VersionTree tree = versions().tree(ARTICLE);

    assertThat(tree.nodes()).containsExactly(root, left, right, merge);
    assertThat(tree.edges()).hasSize(4);
    assertThat(tree.commonAncestor(left.id(), right.id())).contains(root);
    assertThat(tree.alterations(versions()::content)).isEmpty();
    assertThat(versions().tree(new TypeKey("Unknown")).nodes()).isEmpty();
  }

  @Test
  void lists_the_types_with_their_heads_and_pages_both_ways() {
    ContentTypeVersion b = save(new TypeKey("Bb"), 1);
    ContentTypeVersion a1 = save(new TypeKey("Aa"), 2);
    ContentTypeVersion a2 = save(new TypeKey("Aa"), 3, a1.id());
    ContentTypeVersion c = save(new TypeKey("a_"), 4);

    assertThat(versions().types()).containsExactly(a2.typeKey(), b.typeKey(), c.typeKey());
    assertThat(versions().heads(null, false, 2)).containsExactly(a2, b);
    assertThat(versions().heads(b.typeKey(), false, 2)).containsExactly(c);
    assertThat(versions().heads(c.typeKey(), true, 1)).containsExactly(b);
    assertThat(versions().heads(a2.typeKey(), true, 5)).isEmpty();
    assertThat(versions().countTypes()).isEqualTo(3);
  }

  @Test
  void an_exclusive_read_of_an_unknown_type_stores_nothing() {
    boolean known = versions().exclusively(ARTICLE, () -> versions().head(ARTICLE).isPresent());
    settle();

    assertThat(known).isFalse();
    assertThat(versions().types()).isEmpty();
    assertThat(versions().heads(null, false, 10)).isEmpty();
    assertThat(versions().countTypes()).isZero();
  }
}
