package dev.synctrail.integration.anchor;

import dev.synctrail.anchor.Submission;
import dev.synctrail.ledger.LedgerKey;
import dev.synctrail.ledger.TestKey;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Proofs;
import dev.synctrail.tlog.Tree;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** A log in memory. */
final class TestLog {
  final LedgerKey key;
  private final Map<String, byte[]> tiles = new HashMap<>();
  private final Tree tree = Tree.empty();

  TestLog() {
    this(TestKey.of("synctrail/test"));
  }

  TestLog(LedgerKey key) {
    this.key = key;
  }

  TestLog grow(String entry, int number) {
    for (int i = 0; i < number; i++) {
      tree.append(Hash.ofLeaf((entry + i).getBytes(StandardCharsets.UTF_8)));
    }
    tree.takeChanges().forEach((tile, hashes) -> tiles.put(place(tile), hashes));
    return this;
  }

  Note checkpoint() {
    return key.sign(Checkpoint.of(key.origin(), tree).text());
  }

  Submission submission(long known) {
    long size = tree.size();
    Proofs proofs =
        new Proofs(
            wanted -> {
              Map<LogTile, byte[]> found = new HashMap<>();
              wanted.forEach(tile -> found.put(tile, tiles.get(place(tile))));
              return found;
            });
    return new Submission(checkpoint(), size, known, from -> proofs.consistency(from, size));
  }

  private static String place(LogTile tile) {
    return tile.level() + "/" + tile.number();
  }
}
