package dev.synctrail.ledger;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.Note;
import dev.synctrail.tlog.Tree;
import dev.synctrail.tlog.VerifierKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives committed entries their place in the log.
 *
 * <p>Entries wait in a queue and not behind a cursor, so it does not matter how late a transaction
 * commits. Each batch is one transaction: after a crash at any moment, the queue and the log are as
 * they were before it. A row lock makes the batches of several servers follow each other.
 */
@ApplicationScoped
public class Sequencing {
  private static final Logger LOG = System.getLogger(Sequencing.class.getName());

  private final LedgerLog log;
  private final LedgerKeys keys;
  private final KeyHistory history;
  private final Clock clock;

  @Inject
  public Sequencing(LedgerLog log, LedgerKeys keys, KeyHistory history, Clock clock) {
    this.log = log;
    this.keys = keys;
    this.history = history;
    this.clock = clock;
  }

  /**
   * Appends a batch of entries to the log and signs a checkpoint.
   *
   * @return the number of entries that were taken from the queue; 0 if there were none
   * @throws LedgerAltered if the stored log is not what the last checkpoint says
   * @throws LedgerKeyMissing if there is no key
   */
  @Transactional
  public int sequence(int atMost) {
    LedgerLog.End end = log.lock();
    List<PendingEntry> pending = log.pending(atMost);
    if (pending.isEmpty()) {
      return 0;
    }
    Instant now = clock.instant();
    recordKey(now);
    Tree tree = Tree.load(end.size(), log);
    requireUnaltered(tree);
    List<PendingEntry> authentic = new ArrayList<>();
    for (PendingEntry entry : pending) {
      if (keys.haveWritten(entry)) {
        authentic.add(entry);
        tree.append(Hash.ofLeaf(entry.entry()));
      } else {
        LOG.log(
            Level.ERROR,
            "Row {0} of ledger_pending was not written by Synctrail",
            String.valueOf(entry.number()));
        log.reject(entry, now);
      }
    }
    if (!authentic.isEmpty()) {
      log.append(end, authentic);
      log.store(tree.takeChanges());
      Checkpoint checkpoint = Checkpoint.of(keys.current().origin(), tree);
      log.store(end, checkpoint, keys.sign(checkpoint.text()), now);
    }
    return pending.size();
  }

  /** The first entries that a key signs say so. */
  private void recordKey(Instant now) {
    VerifierKey key = keys.current().verifier();
    List<Note> notes = history.notes();
    VerifierKey last =
        notes.isEmpty() ? null : KeyRecord.parse(notes.get(notes.size() - 1).text()).key();
    if (key.equals(last)) {
      return;
    }
    if (last != null && !keys.trusted().contains(last)) {
      throw new LedgerAltered(
          "Another server has replaced the key of this one, which has to be restarted with the new"
              + " key");
    }
    KeyRecord record = new KeyRecord(now, key, last);
    history.add(record, keys.sign(record.text()));
  }

  private void requireUnaltered(Tree tree) {
    Note note = log.lastCheckpoint().orElse(null);
    if (note == null) {
      if (tree.size() > 0) {
        throw new LedgerAltered("The checkpoint of " + tree.size() + " leaves is missing");
      }
      return;
    }
    Checkpoint checkpoint = Checkpoint.parse(note.text());
    if (keys.trusted().stream().noneMatch(trusted -> trusted.verifies(note))) {
      throw new LedgerAltered(
          "The checkpoint of "
              + checkpoint.size()
              + " leaves has no signature of a key of this ledger (sync.ledger.former-keys)");
    }
    if (checkpoint.size() != tree.size() || !checkpoint.root().equals(tree.root())) {
      throw new LedgerAltered(
          "The tiles of the ledger are not those of the checkpoint of "
              + checkpoint.size()
              + " leaves");
    }
  }
}
