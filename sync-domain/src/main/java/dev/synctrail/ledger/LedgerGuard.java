package dev.synctrail.ledger;

import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.AnchorTargets;
import dev.synctrail.anchor.KeptCheckpoint;
import dev.synctrail.anchor.OutsideCheckpoint;
import dev.synctrail.anchor.Submission;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Hash;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares the ledger with the newest checkpoints that are known outside, and stops the work of the
 * lanes and the sequencer if the ledger is older or another one.
 *
 * <p>A server works only after it has compared once. What it finds is stored, so that all servers
 * stop, and a person has to acknowledge it.
 */
@ApplicationScoped
public class LedgerGuard {
  private static final Logger LOG = System.getLogger(LedgerGuard.class.getName());

  /** Other servers learn of a finding, or of its acknowledgement, after this time. */
  private static final Duration FRESH = Duration.ofSeconds(2);

  private final LedgerProofs proofs;
  private final LedgerKeys keys;
  private final KeptCheckpoint kept;
  private final AnchorTargets targets;
  private final Rollbacks rollbacks;
  private final Acknowledging acknowledging;
  private final Clock clock;
  private final ReentrantLock comparing = new ReentrantLock();
  private volatile boolean compared;
  private volatile boolean halted;
  private volatile boolean keptLast = true;
  private volatile @Nullable Reading last;

  @Inject
  public LedgerGuard(
      LedgerProofs proofs,
      LedgerKeys keys,
      KeptCheckpoint kept,
      AnchorTargets targets,
      Rollbacks rollbacks,
      Acknowledging acknowledging,
      Clock clock) {
    this.proofs = proofs;
    this.keys = keys;
    this.kept = kept;
    this.targets = targets;
    this.rollbacks = rollbacks;
    this.acknowledging = acknowledging;
    this.clock = clock;
  }

  /**
   * Returns whether lanes and sequencer may work. The first call compares, which may take until
   * witnesses have answered.
   *
   * @throws LedgerKeyMissing if there is no key
   */
  public boolean allowsWork() {
    if (!compared) {
      if (!comparing.tryLock()) {
        return false;
      }
      try {
        if (!compared) {
          compare();
        }
      } finally {
        comparing.unlock();
      }
    }
    boolean rolledBack = isRolledBack();
    if (halted && !rolledBack) {
      keep();
    }
    halted = rolledBack;
    return !rolledBack;
  }

  /** Returns whether the ledger was set back and nobody has acknowledged it. */
  public boolean isRolledBack() {
    Reading reading = last;
    Instant now = clock.instant();
    if (reading == null || Duration.between(reading.at, now).abs().compareTo(FRESH) > 0) {
      reading = new Reading(now, !open().isEmpty());
      last = reading;
    }
    return reading.rolledBack;
  }

  /** Returns what was found and is not acknowledged, newest first. */
  public List<Rollback> open() {
    return rollbacks.all().stream().filter(one -> one.acknowledgedAt() == null).toList();
  }

  /**
   * Compares the ledger with what is known outside, and stores what differs.
   *
   * @throws LedgerKeyMissing if there is no key
   */
  public void compare() {
    List<OutsideCheckpoint> outside = outside();
    List<Rollback> found = new ArrayList<>();
    long size = proofs.checkpoint().map(LedgerGuard::size).orElse(0L);
    for (OutsideCheckpoint checkpoint : outside) {
      if (checkpoint.size() > size || isOther(checkpoint)) {
        found.add(
            new Rollback(
                SyncId.at(clock.instant()).value(),
                clock.instant(),
                checkpoint.place(),
                checkpoint.size(),
                checkpoint.note() == null ? null : root(checkpoint.note()).base64(),
                size,
                null,
                null,
                null));
      }
    }
    if (!found.isEmpty()) {
      acknowledging.record(found);
    }
    last = null;
    compared = true;
    report();
    keep();
  }

  private void report() {
    for (Rollback rollback : open()) {
      LOG.log(
          Level.ERROR,
          "LEDGER_ROLLED_BACK: {0} has a checkpoint of {1} entries, and this database {2}. Nothing"
              + " is pushed until a person acknowledges it (POST /ledger/acknowledgements)",
          rollback.place(),
          rollback.outsideSize(),
          rollback.missing() > 0
              ? "has only " + rollback.size()
              : "has another history with " + rollback.size());
    }
  }

  private List<OutsideCheckpoint> outside() {
    List<OutsideCheckpoint> all = new ArrayList<>();
    asked("The kept checkpoint", kept::read).ifPresent(all::add);
    Note newest = proofs.checkpoint().orElse(null);
    if (newest == null) {
      newest = keys.current().sign(new Checkpoint(origin(), 0, Hash.EMPTY_ROOT, List.of()).text());
    }
    long size = size(newest);
    Submission submission =
        new Submission(newest, size, size, from -> proofs.consistency(from, size));
    for (AnchorTarget target : targets.all()) {
      asked(target.kind() + " " + target.name(), () -> target.newest(submission))
          .ifPresent(all::add);
    }
    return all;
  }

  private String origin() {
    return keys.current().origin();
  }

  /** Anybody may be able to write to a file outside, but not to sign. */
  private Optional<OutsideCheckpoint> asked(
      String place, Supplier<Optional<OutsideCheckpoint>> asking) {
    try {
      Optional<OutsideCheckpoint> answer = asking.get();
      Note note = answer.map(OutsideCheckpoint::note).orElse(null);
      if (note != null && !keys.haveSigned(note)) {
        throw new AnchorFailed("no key of this ledger has signed it");
      }
      return answer;
    } catch (AnchorFailed e) {
      LOG.log(Level.WARNING, "{0} cannot be compared with the ledger: {1}", place, e.getMessage());
      return Optional.empty();
    }
  }

  private boolean isOther(OutsideCheckpoint checkpoint) {
    try {
      return checkpoint.note() != null
          && !proofs.root(checkpoint.size()).equals(root(checkpoint.note()));
    } catch (IllegalStateException | MalformedLog e) {
      return true; // its tiles are not stored, so it is not the same
    }
  }

  /** Keeps the newest checkpoint outside, once everything that was found is acknowledged. */
  public void keep() {
    if (!compared || isRolledBack()) {
      return;
    }
    try {
      proofs.checkpoint().ifPresent(kept::keep);
      keptLast = true;
    } catch (AnchorFailed e) {
      if (keptLast) {
        LOG.log(Level.WARNING, "The newest checkpoint cannot be kept: {0}", e.getMessage());
      }
      keptLast = false;
    }
  }

  /**
   * Acknowledges what was found, so that the ledger continues from where it is.
   *
   * @return whether there was something to acknowledge
   */
  public boolean acknowledge(String actor, String reason) {
    boolean acknowledged = acknowledging.acknowledge(actor, reason) > 0;
    last = null;
    return acknowledged;
  }

  private static long size(Note note) {
    return Checkpoint.parse(note.text()).size();
  }

  private static Hash root(Note note) {
    return Checkpoint.parse(note.text()).root();
  }

  private record Reading(Instant at, boolean rolledBack) {}
}
