package dev.synctrail.tlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTileTest {
  @Test
  void has_the_path_of_the_specification() {
    assertThat(new LogTile(0, 1_234_067, 256).path()).isEqualTo("tile/0/x001/x234/067");
    assertThat(new LogTile(1, 5, 12).path()).isEqualTo("tile/1/005.p/12");
    assertThat(new LogTile(LogTile.ENTRIES, 1_000, 256).path()).isEqualTo("tile/entries/x001/000");
  }

  @Property
  void is_found_by_its_path(
      @ForAll @IntRange(min = -1, max = 7) int level,
      @ForAll @LongRange(min = 0) long number,
      @ForAll @IntRange(min = 1, max = 256) int width) {
    LogTile tile = new LogTile(level, number, width);

    assertThat(LogTile.parse(tile.path())).isEqualTo(tile);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tile/0/1",
        "tile/8/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/x000/001",
        "tile/0/001/x002",
        "tile/0/x1/002",
        "/tile/0/001",
        "tile/0/001/",
        "tile/entry/001",
        "tile/0/x999/x999/x999/x999/x999/x999/999",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999"
      })
  void refuses_every_other_path(String path) {
    assertThatThrownBy(() -> LogTile.parse(path)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void is_in_a_tree_that_has_all_its_hashes() {
    assertThat(new LogTile(0, 0, 7).isIn(7)).isTrue();
    assertThat(new LogTile(0, 0, 8).isIn(7)).isFalse();
    assertThat(new LogTile(LogTile.ENTRIES, 1, 1).isIn(257)).isTrue();
    assertThat(new LogTile(1, 0, 2).isIn(511)).isFalse();
    assertThat(new LogTile(1, 0, 2).isIn(512)).isTrue();
    assertThat(new LogTile(0, Long.MAX_VALUE, 256).isIn(Long.MAX_VALUE)).isFalse();
    assertThat(new LogTile(0, Long.MAX_VALUE >>> 8, 256).isIn(Long.MAX_VALUE)).isFalse();
    assertThat(new LogTile(0, Long.MAX_VALUE >>> 8, 255).isIn(Long.MAX_VALUE)).isTrue();
  }

  @Test
  void refuses_tiles_that_cannot_be() {
    assertThatThrownBy(() -> new LogTile(-2, 0, 1)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> new LogTile(8, 0, 1)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> new LogTile(0, -1, 1)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> new LogTile(0, 0, 0)).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> new LogTile(0, 0, 257)).isInstanceOf(MalformedLog.class);
  }

  @Test
  void a_bundle_has_each_entry_after_its_length() {
    byte[] bundle = EntryBundle.of(List.of(bytes("ab"), bytes(""), new byte[300]));

    assertThat(bundle).startsWith(0, 2, 'a', 'b', 0, 0, 1, 44).hasSize(2 + 2 + 2 + 2 + 300);
    assertThat(EntryBundle.parse(bundle)).hasSize(3);
    assertThat(EntryBundle.parse(bundle).get(0)).isEqualTo(bytes("ab"));
    assertThat(EntryBundle.parse(bundle).get(2)).hasSize(300);
    assertThat(EntryBundle.parse(EntryBundle.of(List.of(new byte[65_535]))).get(0)).hasSize(65_535);
  }

  @Test
  void refuses_entries_that_are_too_long_and_bundles_that_are_cut() {
    assertThatThrownBy(() -> EntryBundle.of(List.of(new byte[65_536])))
        .isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> EntryBundle.parse(new byte[] {0})).isInstanceOf(MalformedLog.class);
    assertThatThrownBy(() -> EntryBundle.parse(new byte[] {0, 2, 1}))
        .isInstanceOf(MalformedLog.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
