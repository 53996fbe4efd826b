package dev.synctrail.ledger;

import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Tree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Recomputes the tree from the entries, and compares it with the stored hashes, with every
 * checkpoint, and with checkpoints that were kept outside.
 *
 * <p>Where an entry and its stored hash differ, the next checkpoint tells which of them was
 * altered.
 */
final class TreeCheck {
  private final Predicate<Note> isSigned;
  private final StoredTiles stored;
  private final List<LedgerFinding> findings = new ArrayList<>();
  private Tree ofEntries;
  private Tree ofHashes;
  private final Map<Long, Hash> kept = new TreeMap<>();
  private final List<Hash> promised;
  private final Set<Long> doubtful = new TreeSet<>();
  private final Set<Long> altered = new HashSet<>();
  private byte[] hashes = {};
  private long size;
  private long covered;

  /**
   * @param isSigned whether a key of the log has signed a checkpoint
   * @param stored reads a stored tile
   * @param kept checkpoints that were kept outside of the database
   * @param promised the leaves of a receipt that was kept outside
   * @param before the leaves before the first entry
   */
  TreeCheck(
      Predicate<Note> isSigned,
      StoredTiles stored,
      List<Checkpoint> kept,
      List<Hash> promised,
      Tree before) {
    this.isSigned = isSigned;
    this.promised = new ArrayList<>(promised);
    this.stored = stored;
    this.ofEntries = before;
    this.ofHashes = before.copy();
    this.size = before.size();
    this.covered = size;
    kept.forEach(checkpoint -> this.kept.put(checkpoint.size(), checkpoint.root()));
  }

  /** Takes the next entry in the order of the log. */
  void entry(long leaf, byte[] entry) {
    if (leaf < size) {
      findings.add(
          new LedgerFinding(Kind.ALTERED_ENTRY, leaf, "leaf " + leaf, "the log has no such leaf"));
      altered.add(leaf);
      return;
    }
    missingUntil(leaf);
    Hash inTile = inTile(leaf);
    Hash computed = Hash.ofLeaf(entry);
    if (!computed.equals(inTile)) {
      doubtful.add(leaf);
    }
    append(computed, inTile);
  }

  /** Says that there are no entries from the last one until a leaf, exclusive. */
  void missingUntil(long leaf) {
    if (size < leaf) {
      findings.add(
          new LedgerFinding(
              Kind.SEQUENCE_GAP,
              size,
              "leaves " + size + " to " + (leaf - 1),
              (leaf - size) + " entries are missing"));
    }
    while (size < leaf) {
      Hash inTile = inTile(size);
      append(inTile, inTile);
    }
  }

  private void append(Hash ofEntry, Hash inTile) {
    ofEntries.append(ofEntry);
    ofHashes.append(inTile);
    size++;
    redeem(ofEntry);
    compareKept();
  }

  /** Takes the leaf of an entry that is in the log, or will be. */
  void redeem(Hash leaf) {
    if (!promised.isEmpty()) {
      promised.remove(leaf);
    }
  }

  /** Returns what receipts have promised and is not there, after the last entry. */
  List<LedgerFinding> broken() {
    return promised.stream()
        .map(
            leaf ->
                new LedgerFinding(
                    Kind.MISSING_ENTRY,
                    null,
                    "leaf with the hash " + leaf.base64(),
                    "a receipt has promised it"))
        .toList();
  }

  /** Returns the number of leaves that checkpoints have decided about. */
  long covered() {
    return covered;
  }

  /** Returns whether nothing is wrong with the entry of a leaf so far. */
  boolean isRight(long leaf) {
    return !doubtful.contains(leaf) && !altered.contains(leaf);
  }

  private Hash inTile(long leaf) {
    int place = (int) (leaf % LogTile.FULL);
    if (place == 0 || hashes.length == 0) {
      hashes = stored.read(0, leaf / LogTile.FULL);
    }
    int from = place * Hash.LENGTH;
    return from + Hash.LENGTH > hashes.length
        ? Hash.EMPTY_ROOT
        : Hash.of(Arrays.copyOfRange(hashes, from, from + Hash.LENGTH));
  }

  private void compare(LogTile tile, byte[] computed) {
    byte[] found = stored.read(tile.level(), tile.number());
    if (!Arrays.equals(computed, Arrays.copyOf(found, computed.length))) {
      findings.add(
          new LedgerFinding(
              Kind.ALTERED_TILE, null, tile.path(), "the hashes do not follow from the entries"));
    }
  }

  private void compareKept() {
    Hash root = kept.remove(size);
    if (root != null && !root.equals(ofEntries.root()) && !root.equals(ofHashes.root())) {
      findings.add(
          new LedgerFinding(
              Kind.SPLIT_VIEW,
              null,
              "checkpoint of " + size + " leaves",
              "the log had the root " + root.base64() + " when it was kept"));
    }
  }

  /** Takes the checkpoint of the entries so far. */
  void checkpoint(long storedSize, String note) {
    String place = "checkpoint of " + storedSize + " leaves";
    Note signed;
    Checkpoint checkpoint;
    try {
      signed = Note.parse(note);
      checkpoint = Checkpoint.parse(signed.text());
    } catch (MalformedLog e) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE, null, place, "it is not a signed checkpoint"));
      return;
    }
    if (!isSigned.test(signed)) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE, null, place, "no key of the ledger signed it"));
    } else if (checkpoint.size() != storedSize || storedSize != size) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE,
              null,
              place,
              "it is signed for " + checkpoint.size() + " leaves, and " + size + " are stored"));
    } else {
      decide(checkpoint, place);
    }
  }

  private void decide(Checkpoint checkpoint, String place) {
    covered = size;
    boolean entries = ofEntries.root().equals(checkpoint.root());
    if (!entries && !ofHashes.root().equals(checkpoint.root())) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE,
              null,
              place,
              "its root is not that of the entries before it"));
    }
    report(entries ? Kind.ALTERED_TILE : Kind.ALTERED_ENTRY);
    Tree right = entries ? ofEntries : ofHashes;
    right
        .takeChanges()
        .forEach(
            (tile, computed) -> {
              if (tile.level() > 0) {
                compare(tile, computed);
              }
            });
    ofEntries = right;
    ofHashes = right.copy();
  }

  private void report(Kind kind) {
    if (kind == Kind.ALTERED_ENTRY) {
      altered.addAll(doubtful);
    }
    for (long leaf : doubtful) {
      LogTile tile = new LogTile(0, leaf / LogTile.FULL, LogTile.FULL);
      findings.add(
          kind == Kind.ALTERED_TILE
              ? new LedgerFinding(kind, leaf, tile.path(), "the hash of the leaf was altered")
              : new LedgerFinding(kind, leaf, "leaf " + leaf, "its hash is not that of the tree"));
    }
    doubtful.clear();
  }

  /** Returns the findings so far. */
  List<LedgerFinding> findings() {
    return List.copyOf(findings);
  }

  /** Returns all findings, after the last entry and checkpoint. */
  List<LedgerFinding> end() {
    if (covered < size) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE,
              covered,
              "leaves from " + covered,
              "no checkpoint covers them"));
    }
    report(Kind.ALTERED_ENTRY);
    kept.forEach(
        (missing, root) ->
            findings.add(
                new LedgerFinding(
                    Kind.SPLIT_VIEW,
                    null,
                    "checkpoint of " + missing + " leaves",
                    "the log has only " + size + " leaves now")));
    return List.copyOf(findings);
  }
}
