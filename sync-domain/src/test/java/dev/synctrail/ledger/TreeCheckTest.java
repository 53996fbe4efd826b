package dev.synctrail.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeCheckTest {
  private static final String ORIGIN = "synctrail/test";
  private static final LedgerKey KEY = TestKey.of(ORIGIN);
  private static final int SIZE = 600;
  private static final int BATCH = 100;

  private final TreeMap<Long, byte[]> entries = new TreeMap<>();
  private final Map<String, byte[]> tiles = new HashMap<>();
  private final TreeMap<Long, String> checkpoints = new TreeMap<>();
  private final List<Checkpoint> kept = new ArrayList<>();

  @BeforeEach
  void make() {
    for (long leaf = 0; leaf < SIZE; leaf++) {
      entries.put(leaf, bytes("entry " + leaf));
    }
    sign(KEY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Writes tiles and checkpoints of the entries, as the sequencer does. */
  private void sign(LedgerKey key) {
    tiles.clear();
    checkpoints.clear();
    Tree tree = Tree.empty();
    for (Map.Entry<Long, byte[]> entry : entries.entrySet()) {
      tree.append(Hash.ofLeaf(entry.getValue()));
      if (tree.size() % BATCH == 0) {
        tree.takeChanges()
            .forEach((tile, hashes) -> tiles.put(tile.level() + "/" + tile.number(), hashes));
        checkpoints.put(tree.size(), key.sign(Checkpoint.of(key.origin(), tree).text()).toString());
      }
    }
  }

  private List<LedgerFinding> findings() {
    TreeCheck check =
        new TreeCheck(
            KEY.verifier()::verifies,
            (level, number) -> tiles.getOrDefault(level + "/" + number, new byte[0]),
            kept,
            List.of(),
            Tree.empty());
    TreeMap<Long, String> signed = new TreeMap<>(checkpoints);
    entries.forEach(
        (leaf, entry) -> {
          check.entry(leaf, entry);
          String note = signed.remove(leaf + 1);
          if (note != null) {
            check.checkpoint(leaf + 1, note);
          }
        });
    signed.forEach(check::checkpoint);
    return check.end();
  }

  private void assertFound(Kind kind, String... places) {
    assertThat(findings()).extracting(LedgerFinding::kind).containsOnly(kind);
    assertThat(findings()).extracting(LedgerFinding::place).containsExactly(places);
  }

  private void flip(String tile, int hash) {
    Objects.requireNonNull(tiles.get(tile))[hash * Hash.LENGTH] ^= 1;
  }

  private Checkpoint keep(long size) {
    Tree tree = Tree.empty();
    entries.headMap(size).values().forEach(entry -> tree.append(Hash.ofLeaf(entry)));
    return Checkpoint.of(ORIGIN, tree);
  }

  @Test
  void nothing_is_found_in_a_log_that_nobody_has_touched() {
    kept.add(keep(300));
    kept.add(keep(555));

    assertThat(findings()).isEmpty();
  }

  @Test
  void an_altered_entry_is_told_from_an_altered_hash() {
    entries.put(5L, bytes("other"));
    assertFound(Kind.ALTERED_ENTRY, "leaf 5");

    entries.put(5L, bytes("entry 5"));
    flip("0/1", 40);
    assertFound(Kind.ALTERED_TILE, "tile/0/001");

    entries.put(450L, bytes("other"));
    assertThat(findings())
        .extracting(LedgerFinding::kind)
        .containsExactly(Kind.ALTERED_TILE, Kind.ALTERED_ENTRY);
  }

  @Test
  void two_entries_that_changed_places_are_altered() {
    byte[] first = entries.get(7L);
    entries.put(7L, entries.get(8L));
    entries.put(8L, first);

    assertFound(Kind.ALTERED_ENTRY, "leaf 7", "leaf 8");
  }

  @Test
  void hashes_above_the_lowest_level_are_compared() {
    flip("1/0", 1);

    assertFound(Kind.ALTERED_TILE, "tile/1/000.p/2");
  }

  @Test
  void a_tile_that_is_gone_is_found() {
    tiles.remove("1/0");

    assertThat(findings()).extracting(LedgerFinding::kind).containsOnly(Kind.ALTERED_TILE);
  }

  @Test
  void missing_entries_are_a_gap() {
    entries.remove(120L);
    entries.remove(121L);

    assertFound(Kind.SEQUENCE_GAP, "leaves 120 to 121");
  }

  @Test
  void entries_that_are_cut_off_leave_a_checkpoint_behind() {
    entries.tailMap(550L).clear();

    assertThat(findings())
        .extracting(LedgerFinding::kind)
        .containsOnly(Kind.CHECKPOINT_DOES_NOT_CONTINUE);
  }

  @Test
  void entries_and_checkpoints_that_are_cut_off_are_shown_by_a_kept_checkpoint() {
    kept.add(keep(SIZE));
    entries.tailMap(500L).clear();
    checkpoints.remove((long) SIZE);

    assertFound(Kind.SPLIT_VIEW, "checkpoint of 600 leaves");
  }

  @Test
  void a_log_that_was_written_and_signed_again_is_shown_by_a_kept_checkpoint() {
    kept.add(keep(300));
    entries.put(5L, bytes("other"));
    sign(KEY);
    assertFound(Kind.SPLIT_VIEW, "checkpoint of 300 leaves");

    kept.clear();
    sign(TestKey.of(ORIGIN));
    assertThat(findings())
        .hasSize(SIZE / BATCH + 1)
        .extracting(LedgerFinding::kind)
        .containsOnly(Kind.CHECKPOINT_DOES_NOT_CONTINUE);
  }

  @Test
  void a_checkpoint_of_other_entries_does_not_continue() {
    Tree other = Tree.empty();
    Collections.nCopies(200, Hash.EMPTY_ROOT).forEach(other::append);
    checkpoints.put(200L, KEY.sign(Checkpoint.of(ORIGIN, other).text()).toString());
    assertFound(Kind.CHECKPOINT_DOES_NOT_CONTINUE, "checkpoint of 200 leaves");

    sign(KEY);
    checkpoints.put(200L, checkpoints.get(300L));
    assertFound(Kind.CHECKPOINT_DOES_NOT_CONTINUE, "checkpoint of 200 leaves");

    checkpoints.put(200L, "x");
    assertFound(Kind.CHECKPOINT_DOES_NOT_CONTINUE, "checkpoint of 200 leaves");
  }

  @Test
  void entries_without_a_checkpoint_are_found() {
    checkpoints.remove((long) SIZE);

    assertFound(Kind.CHECKPOINT_DOES_NOT_CONTINUE, "leaves from 500");
  }
}
