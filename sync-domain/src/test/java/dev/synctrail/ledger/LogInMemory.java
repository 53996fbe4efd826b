package dev.synctrail.ledger;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Tree;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A log that only grows, for tests of what reads it. */
final class LogInMemory implements LedgerLog {
  private final LedgerKey key;
  private final Map<String, byte[]> tiles = new HashMap<>();
  private Tree tree = Tree.empty();
  private @Nullable Note last;

  LogInMemory(LedgerKey key) {
    this.key = key;
  }

  /** Appends entries and signs a checkpoint. */
  Note grow(String entry, int number) {
    for (int i = 0; i < number; i++) {
      tree.append(Hash.ofLeaf((entry + i).getBytes(StandardCharsets.UTF_8)));
    }
    tree.takeChanges().forEach((tile, hashes) -> tiles.put(place(tile), hashes));
    Note signed = key.sign(Checkpoint.of(key.origin(), tree).text());
    last = signed;
    return signed;
  }

  /** Becomes the log of a database that was restored from a backup. */
  void restore(String entry, int number) {
    tree = Tree.empty();
    tiles.clear();
    last = null;
    if (number > 0) {
      grow(entry, number);
    }
  }

  private static String place(LogTile tile) {
    return tile.level() + "/" + tile.number();
  }

  @Override
  public Optional<Note> lastCheckpoint() {
    return Optional.ofNullable(last);
  }

  @Override
  public Map<LogTile, byte[]> read(Set<LogTile> wanted) {
    Map<LogTile, byte[]> found = new HashMap<>();
    wanted.forEach(tile -> found.put(tile, tiles.get(place(tile))));
    return found;
  }

  @Override
  public List<SignedCheckpoint> newest(int atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<SignedCheckpoint> covering(long leaf) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int waiting(UUID subject) {
    throw new UnsupportedOperationException();
  }

  @Override
  public End lock() {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<PendingEntry> pending(int atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void append(End end, List<PendingEntry> entries) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void reject(PendingEntry forgery, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void store(Map<LogTile, byte[]> changed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void store(End before, Checkpoint checkpoint, Note note, Instant at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<byte[]> entries(long from, int atMost) {
    throw new UnsupportedOperationException();
  }

  @Override
  public List<Leaf> leavesOf(UUID subject) {
    throw new UnsupportedOperationException();
  }
}
