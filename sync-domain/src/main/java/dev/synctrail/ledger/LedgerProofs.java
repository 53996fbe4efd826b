package dev.synctrail.ledger;

import dev.synctrail.ledger.LedgerLog.Leaf;
import dev.synctrail.ledger.LedgerLog.SignedCheckpoint;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.ConsistencyProof;
import dev.synctrail.tlog.EntryBundle;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.InclusionProof;
import dev.synctrail.tlog.LogTile;
import dev.synctrail.tlog.LogTiles;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Proofs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Gives others what they need to verify the ledger: checkpoint, tiles, entries and proofs. */
@ApplicationScoped
public class LedgerProofs {
  private final LedgerLog log;

  @Inject
  public LedgerProofs(LedgerLog log) {
    this.log = log;
  }

  /** Returns the newest checkpoint; empty before the first entry. */
  public Optional<Note> checkpoint() {
    return log.lastCheckpoint();
  }

  /**
   * Returns the bytes of a tile or entry bundle; empty if the newest checkpoint does not cover it.
   */
  public Optional<byte[]> tile(LogTile tile) {
    if (!tile.isIn(size())) {
      return Optional.empty();
    }
    if (tile.level() == LogTile.ENTRIES) {
      return Optional.of(EntryBundle.of(log.entries(tile.number() * LogTile.FULL, tile.width())));
    }
    byte[] hashes = Objects.requireNonNull(log.read(Set.of(tile)).get(tile));
    return Optional.of(Arrays.copyOf(hashes, tile.width() * Hash.LENGTH));
  }

  /**
   * Proves that a leaf is in the tree of a size.
   *
   * @throws MalformedLog if there is no such leaf, or the size is larger than that of the newest
   *     checkpoint
   */
  public InclusionProof inclusion(long leaf, long size) {
    requireCovered(size);
    return new Proofs(log).inclusion(leaf, size);
  }

  /**
   * Proves that the tree of the first size is a beginning of that of the second.
   *
   * @throws MalformedLog if the first is larger, or the second is larger than that of the newest
   *     checkpoint
   */
  public ConsistencyProof consistency(long first, long second) {
    requireCovered(second);
    return new Proofs(log).consistency(first, second);
  }

  /**
   * Returns the root of the tree of a size.
   *
   * @throws MalformedLog if the size is larger than that of the newest checkpoint
   */
  Hash root(long size) {
    requireCovered(size);
    return new Proofs(log).root(size);
  }

  /** Returns the entries about a sync or run with their proofs in the newest checkpoint. */
  public SubjectProof of(UUID subject) {
    Note note = log.lastCheckpoint().orElse(null);
    if (note == null) {
      return new SubjectProof("", List.of());
    }
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    List<Leaf> leaves =
        log.leavesOf(subject).stream().filter(leaf -> leaf.index() < checkpoint.size()).toList();
    List<InclusionProof> paths =
        new Proofs(log).inclusions(leaves.stream().map(Leaf::index).toList(), checkpoint.size());
    return new SubjectProof(
        note.toString(),
        IntStream.range(0, leaves.size())
            .mapToObj(i -> proof(leaves.get(i), paths.get(i)))
            .toList());
  }

  /** Returns where in the log the entries about a sync or run are. */
  public Place place(UUID subject) {
    List<Position> entries =
        log.leavesOf(subject).stream()
            .map(
                leaf -> {
                  byte[] bytes = leaf.entry().getBytes(StandardCharsets.UTF_8);
                  LedgerEntry entry = LedgerEntry.read(bytes);
                  return new Position(
                      leaf.index(),
                      entry.at(),
                      Hash.ofLeaf(bytes).base64(),
                      entry.facts().stream().anyMatch(Fact::isFromBefore));
                })
            .toList();
    return new Place(
        entries,
        log.waiting(subject),
        entries.isEmpty()
            ? null
            : log.covering(entries.get(entries.size() - 1).leaf()).orElse(null));
  }

  /** Returns the newest checkpoints, newest first. */
  public List<SignedCheckpoint> checkpoints(int atMost) {
    return log.newest(atMost);
  }

  /** The leaves of a sync are near each other and share most of their tiles. */
  static LogTiles cached(LogTiles log) {
    Map<LogTile, byte[]> known = new HashMap<>();
    return tiles -> {
      Set<LogTile> missing = new HashSet<>(tiles);
      missing.removeAll(known.keySet());
      if (!missing.isEmpty()) {
        known.putAll(log.read(missing));
      }
      return known;
    };
  }

  private static LeafProof proof(Leaf leaf, InclusionProof proof) {
    return new LeafProof(
        leaf.index(),
        leaf.entry(),
        Hash.ofLeaf(leaf.entry().getBytes(StandardCharsets.UTF_8)).base64(),
        proof.path().stream().map(Hash::base64).toList());
  }

  private long size() {
    return log.lastCheckpoint().map(note -> Checkpoint.parse(note.text()).size()).orElse(0L);
  }

  private void requireCovered(long size) {
    if (size > size()) {
      throw new MalformedLog("The newest checkpoint has fewer than " + size + " leaves");
    }
  }

  /**
   * The entries about a sync or run.
   *
   * @param checkpoint the signed note; empty before the first entry
   * @param leaves the entries in their order, without those that wait for the sequencer
   */
  public record SubjectProof(String checkpoint, List<LeafProof> leaves) {}

  /**
   * Where in the log the entries about a sync or run are.
   *
   * @param entries in their order
   * @param waiting how many entries wait for their place
   * @param checkpoint the first one that covers all these entries; null if there is none
   */
  public record Place(List<Position> entries, int waiting, @Nullable SignedCheckpoint checkpoint) {
    public Place {
      entries = List.copyOf(entries);
    }
  }

  /**
   * Where in the log an entry is.
   *
   * @param leaf the index of the leaf
   * @param at when the transaction was about to commit
   * @param leafHash the leaf hash in base64
   * @param isFromBefore whether it is about something that was recorded before the ledger began
   */
  public record Position(long leaf, Instant at, String leafHash, boolean isFromBefore) {}

  /**
   * An entry with its proof.
   *
   * @param leaf the index of the leaf
   * @param entry the bytes of the leaf as text
   * @param leafHash the leaf hash in base64
   * @param auditPath the Merkle audit path in base64, from the leaf to the root
   */
  public record LeafProof(long leaf, String entry, String leafHash, List<String> auditPath) {}
}
