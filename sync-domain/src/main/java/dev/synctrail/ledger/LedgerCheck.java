package dev.synctrail.ledger;

import dev.synctrail.ledger.LedgerFinding.Kind;
import dev.synctrail.ledger.StoredLedger.LogEntry;
import dev.synctrail.ledger.StoredLedger.Moment;
import dev.synctrail.ledger.StoredLedger.QueuedEntry;
import dev.synctrail.ledger.StoredLedger.SignedSize;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.Note;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One pass over the ledger: the tree is recomputed from the entries, and rows and payloads are
 * compared with those entries that are right.
 */
final class LedgerCheck {
  private static final int AT_ONCE = 4_000;

  /**
   * Rows are not compared before a checkpoint has decided, but entries of more bytes than those of
   * a batch of the sequencer are not kept.
   */
  private static final int MAX_UNDECIDED_BYTES = 16_000_000;

  /** An entry takes up to twenty times its bytes when it is read. */
  private static final int BYTES_READ_AT_ONCE = 3_000_000;

  /** With more, the verification ends: something is thoroughly wrong. */
  private static final int MAX_DIFFERENCES = 100_000;

  private final Moment moment;
  private final LedgerKeys keys;
  private final boolean toTheEnd;
  private final long first;
  private final long last;
  private final TreeCheck tree;
  private final List<LedgerFinding> findings = new ArrayList<>();
  private final Deque<LogEntry> undecided = new ArrayDeque<>();
  private final Deque<SignedSize> checkpoints = new ArrayDeque<>();
  private long entries;
  private long rows;
  private int differences;
  private int undecidedBytes;

  LedgerCheck(Moment moment, LedgerKeys keys, Verification scope) {
    this.moment = moment;
    this.keys = keys;
    this.toTheEnd = scope.until() == null;
    this.first = scope.from() == null ? 0 : moment.sizeBefore(scope.from());
    this.last = scope.until() == null ? Long.MAX_VALUE : moment.sizeBefore(scope.until());
    List<Checkpoint> kept =
        scope.checkpoint() == null
            ? List.of()
            : List.of(Checkpoint.parse(Note.parse(scope.checkpoint()).text()));
    List<Hash> promised =
        scope.receipt() == null
            ? List.of()
            : LedgerReceipt.parse(LedgerReceipt.note(scope.receipt()).text()).leaves();
    this.tree = new TreeCheck(keys::haveSigned, moment, kept, promised, moment.tree(first));
  }

  /**
   * Verifies.
   *
   * @return what was compared; empty if it had to stop
   */
  Optional<Verification.Counts> run(BooleanSupplier stopping) {
    begin();
    long next = first == 0 ? Long.MIN_VALUE : first;
    boolean later = false;
    List<LogEntry> batch = moment.entries(next, AT_ONCE);
    while (!batch.isEmpty() && differences < MAX_DIFFERENCES && !later) {
      if (stopping.getAsBoolean()) {
        return Optional.empty();
      }
      for (LogEntry entry : batch) {
        if (entry.leaf() >= last) {
          later = true;
          break;
        }
        take(entry);
        next = entry.leaf() + 1;
      }
      compare(false);
      if (!later) {
        batch = moment.entries(next, AT_ONCE);
      }
    }
    compare(true);
    if (differences >= MAX_DIFFERENCES) {
      findings.addAll(tree.findings());
    } else if (!end(next, stopping)) {
      return Optional.empty();
    } else {
      findings.addAll(tree.broken());
    }
    findings.addAll(moment.findings(first == 0 && toTheEnd && differences < MAX_DIFFERENCES));
    return Optional.of(new Verification.Counts(entries, rows, findings.size()));
  }

  /** Returns what differs. */
  List<LedgerFinding> findings() {
    return List.copyOf(findings);
  }

  private void begin() {
    SignedSize before = first == 0 ? null : moment.checkpointOf(first);
    if (before != null) {
      tree.checkpoint(before.size(), before.note());
    }
    checkpoints.addAll(moment.checkpointsAfter(first, AT_ONCE));
  }

  private void take(LogEntry entry) {
    SignedSize checkpoint = checkpoints.peek();
    while (checkpoint != null && checkpoint.size() <= entry.leaf()) {
      tree.missingUntil(checkpoint.size());
      checkpoint = decide(checkpoint);
    }
    tree.entry(entry.leaf(), entry.entry());
    undecided.add(entry);
    undecidedBytes += entry.entry().length;
    if (checkpoint != null && checkpoint.size() == entry.leaf() + 1) {
      decide(checkpoint);
    }
  }

  private @Nullable SignedSize decide(SignedSize checkpoint) {
    tree.checkpoint(checkpoint.size(), checkpoint.note());
    checkpoints.remove();
    if (checkpoints.isEmpty()) {
      checkpoints.addAll(moment.checkpointsAfter(checkpoint.size(), AT_ONCE));
    }
    return checkpoints.peek();
  }

  /** Compares the rows of the entries that checkpoints have decided about, or of all. */
  private void compare(boolean all) {
    boolean everything = all || undecidedBytes > MAX_UNDECIDED_BYTES;
    long decided = everything ? Long.MAX_VALUE : tree.covered();
    while (!undecided.isEmpty() && undecided.element().leaf() < decided) {
      compareNext(decided);
    }
  }

  private void compareNext(long decided) {
    List<StoredEntry> right = new ArrayList<>();
    List<StoredEntry> wrong = new ArrayList<>();
    int bytes = 0;
    while (bytes < BYTES_READ_AT_ONCE
        && !undecided.isEmpty()
        && undecided.element().leaf() < decided) {
      LogEntry entry = undecided.remove();
      bytes += entry.entry().length;
      boolean isRight = tree.isRight(entry.leaf());
      read(entry, isRight).ifPresent((isRight ? right : wrong)::add);
    }
    undecidedBytes -= bytes;
    moment.skip(wrong);
    compare(right);
  }

  private void compare(List<StoredEntry> right) {
    if (!right.isEmpty()) {
      differences = moment.compare(right);
      entries += right.size();
      right.forEach(entry -> rows += entry.entry().facts().size());
    }
  }

  private Optional<StoredEntry> read(LogEntry entry, boolean isRight) {
    Optional<StoredEntry> read = read(entry);
    if (isRight && read.map(found -> found.salts().isLost()).orElse(false)) {
      findings.add(
          new LedgerFinding(
              Kind.MISSING_SALT,
              entry.leaf(),
              "leaf " + entry.leaf(),
              "its commitments cannot be compared"));
    }
    return read;
  }

  private static Optional<StoredEntry> read(LogEntry entry) {
    return read(entry.leaf(), entry.entry(), entry.salt(), entry.salts(), entry.subjects());
  }

  /** The tree says already what is wrong with an entry that cannot be read. */
  private static Optional<StoredEntry> read(
      @Nullable Long leaf,
      byte[] entry,
      byte @Nullable [] salt,
      byte @Nullable [] salts,
      Set<UUID> subjects) {
    try {
      LedgerEntry parsed = LedgerEntry.read(entry);
      return Optional.of(
          new StoredEntry(leaf, parsed, EntrySalts.of(parsed, salt, salts), subjects));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Takes what follows the period, or the queue and the end of the log.
   *
   * @return whether it was not stopped
   */
  private boolean end(long after, BooleanSupplier stopping) {
    if (toTheEnd) {
      compareEnd();
    }
    findings.addAll(tree.end());
    if (!toTheEnd && !explain(after, stopping)) {
      return false;
    }
    return queue(stopping);
  }

  private void compareEnd() {
    SignedSize checkpoint = checkpoints.peek();
    while (checkpoint != null) {
      checkpoint = decide(checkpoint);
    }
    LedgerLog.End end = moment.end();
    if (end.size() != tree.covered()) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE,
              null,
              "end of the log",
              "it has " + end.size() + " leaves, and checkpoints cover " + tree.covered()));
    }
    long missing = end.fence() - moment.checkpoints();
    if (missing != 0) {
      findings.add(
          new LedgerFinding(
              Kind.CHECKPOINT_DOES_NOT_CONTINUE,
              null,
              "checkpoints",
              "of " + end.fence() + ", " + moment.checkpoints() + " are stored"));
    }
    for (long forgery : moment.forgeries()) {
      findings.add(forgery(forgery));
    }
  }

  private static LedgerFinding forgery(long number) {
    return new LedgerFinding(
        Kind.FORGED_ENTRY,
        null,
        "row " + number + " of ledger_pending",
        "no key of this server has made it");
  }

  private boolean explain(long after, BooleanSupplier stopping) {
    long next = after;
    List<LogEntry> batch = moment.entries(next, AT_ONCE);
    while (!batch.isEmpty()) {
      if (stopping.getAsBoolean()) {
        return false;
      }
      List<StoredEntry> later = new ArrayList<>();
      for (LogEntry entry : batch) {
        read(entry).ifPresent(later::add);
        next = entry.leaf() + 1;
      }
      batch = moment.explain(later) == 0 ? List.of() : moment.entries(next, AT_ONCE);
    }
    return true;
  }

  private boolean queue(BooleanSupplier stopping) {
    long next = Long.MIN_VALUE;
    List<QueuedEntry> batch = moment.queue(next, AT_ONCE);
    while (!batch.isEmpty()) {
      if (stopping.getAsBoolean()) {
        return false;
      }
      List<StoredEntry> authentic = new ArrayList<>();
      for (QueuedEntry queued : batch) {
        PendingEntry pending = queued.pending();
        next = pending.number();
        if (keys.haveWritten(pending)) {
          tree.redeem(Hash.ofLeaf(pending.entry()));
          read(null, pending.entry(), pending.salt(), null, queued.subjects())
              .ifPresent(authentic::add);
        } else if (toTheEnd) {
          findings.add(forgery(pending.number()));
        }
      }
      if (toTheEnd) {
        compare(authentic);
      } else {
        moment.explain(authentic);
      }
      batch = moment.queue(next, AT_ONCE);
    }
    return true;
  }
}
