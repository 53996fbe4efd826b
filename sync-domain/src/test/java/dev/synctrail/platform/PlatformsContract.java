package dev.synctrail.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link Platforms}. */
public abstract class PlatformsContract {
  private static final PlatformId ACME = new PlatformId("acme");

  /** Returns empty platforms. */
  protected abstract Platforms platforms();

  /** Makes what was written so far visible to later reads. */
  protected void commit() {}

  private static Platform revision(String id, int revision) {
    return new Platform(
        new PlatformId(id),
        "optimizely",
        "Acme \"" + revision + "\"",
        URI.create("https://api.example.com/base"),
        "v1",
        revision == 1 ? Map.of() : Map.of("actAs", "ann", "ümlaut", "\"quoted\"\n"),
        revision,
        Instant.parse("2026-03-01T12:00:00.123Z").plusSeconds(revision),
        "ann");
  }

  @Test
  void returns_a_platform_as_it_was_stored() {
    Platforms platforms = platforms();
    platforms.add(revision("acme", 1));
    commit();
    assertThat(platforms.find(ACME)).contains(revision("acme", 1));

    platforms.add(revision("acme", 2));
    commit();
    assertThat(platforms.find(ACME)).contains(revision("acme", 2));
    assertThat(platforms.revisions(ACME)).containsExactly(revision("acme", 2), revision("acme", 1));
  }

  @Test
  void lists_by_id() {
    Platforms platforms = platforms();
    platforms.add(revision("b", 1));
    platforms.add(revision("a", 1));
    platforms.add(revision("a", 2));
    commit();

    assertThat(platforms.all()).containsExactly(revision("a", 2), revision("b", 1));
  }

  @Test
  void rejects_a_revision_that_is_not_the_next() {
    Platforms platforms = platforms();
    assertThatThrownBy(() -> platforms.add(revision("acme", 2)))
        .isInstanceOf(IllegalStateException.class);
    platforms.add(revision("acme", 1));
    commit();

    assertThatThrownBy(() -> platforms.add(revision("acme", 1)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> platforms.add(revision("acme", 3)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(platforms.revisions(ACME)).hasSize(1);
  }

  @Test
  void removes_from_use_and_keeps_the_revisions() {
    Platforms platforms = platforms();
    platforms.add(revision("acme", 1));
    commit();

    assertThat(platforms.remove(ACME)).isTrue();
    commit();
    assertThat(platforms.find(ACME)).isEmpty();
    assertThat(platforms.all()).isEmpty();
    assertThat(platforms.revisions(ACME)).containsExactly(revision("acme", 1));
    assertThat(platforms.remove(ACME)).isFalse();

    platforms.add(revision("acme", 2));
    commit();
    assertThat(platforms.find(ACME)).contains(revision("acme", 2));
  }

  @Test
  void returns_empty_for_an_unknown_platform() {
    assertThat(platforms().find(ACME)).isEmpty();
    assertThat(platforms().revisions(ACME)).isEmpty();
    assertThat(platforms().remove(ACME)).isFalse();
  }
}
