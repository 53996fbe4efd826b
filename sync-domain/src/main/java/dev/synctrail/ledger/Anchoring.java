package dev.synctrail.ledger;

import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.AnchorAttempt;
import dev.synctrail.anchor.AnchorFailed;
import dev.synctrail.anchor.AnchorTarget;
import dev.synctrail.anchor.AnchorTargets;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.anchor.Submission;
import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.Note;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells places outside the newest checkpoint. What they know is stored, and so is why they do not.
 * Nothing waits for them.
 */
@ApplicationScoped
public class Anchoring {
  private static final Logger LOG = System.getLogger(Anchoring.class.getName());

  /** It doubles with each failure, up to the period. */
  private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

  private static final int MOST_DOUBLINGS = 20;

  private final AnchorTargets targets;
  private final Anchors anchors;
  private final LedgerProofs proofs;
  private final Event<AnchorAttempt> attempts;
  private final Clock clock;

  @Inject
  public Anchoring(
      AnchorTargets targets,
      Anchors anchors,
      LedgerProofs proofs,
      Event<AnchorAttempt> attempts,
      Clock clock) {
    this.targets = targets;
    this.anchors = anchors;
    this.proofs = proofs;
    this.attempts = attempts;
    this.clock = clock;
  }

  /**
   * Tells each place the newest checkpoint if the ledger has grown and the last one is older than a
   * period, or if the last attempt failed and its pause is over.
   */
  public void anchor(Duration period) {
    proofs
        .checkpoint()
        .ifPresent(newest -> targets.all().forEach(target -> anchor(target, newest, period)));
  }

  private void anchor(AnchorTarget target, Note newest, Duration period) {
    Anchor last = anchors.last(target.kind(), target.name()).orElse(null);
    long size = Checkpoint.parse(newest.text()).size();
    if (!isDue(last, size, period)) {
      return;
    }
    Instant now = clock.instant();
    Anchor next =
        last == null || last.anchoredAt() != null
            ? new Anchor(
                SyncId.at(now).value(),
                target.kind(),
                target.name(),
                size,
                newest,
                0,
                now,
                null,
                "",
                null)
            : last.of(size, newest);
    Anchor done =
        attempt(target, next, last == null || last.anchoredAt() == null ? 0 : last.size());
    anchors.save(done);
    attempts.fire(new AnchorAttempt(target.kind(), done.anchoredAt() != null));
  }

  private boolean isDue(@Nullable Anchor last, long size, Duration period) {
    if (last == null) {
      return true;
    }
    Instant now = clock.instant();
    if (last.anchoredAt() != null) {
      return size != last.size() && !last.anchoredAt().plus(period).isAfter(now);
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(last.attempts() - 1, MOST_DOUBLINGS));
    return !last.attemptedAt().plus(pause.compareTo(period) < 0 ? pause : period).isAfter(now);
  }

  private Anchor attempt(AnchorTarget target, Anchor next, long known) {
    try {
      String proof = target.anchor(submission(next.checkpoint(), known));
      LOG.log(
          Level.INFO,
          "{0} {1} knows the checkpoint of {2} entries",
          target.kind(),
          target.name(),
          next.size());
      return next.anchored(proof, clock.instant());
    } catch (RuntimeException e) {
      String why =
          e instanceof AnchorFailed
              ? String.valueOf(e.getMessage())
              : "unexpected error " + e.getClass().getSimpleName();
      LOG.log(
          Level.WARNING,
          "{0} {1} could not be told the checkpoint of {2} entries: {3}",
          target.kind(),
          target.name(),
          next.size(),
          why);
      return next.failed(why, clock.instant());
    }
  }

  private Submission submission(Note checkpoint, long known) {
    long size = Checkpoint.parse(checkpoint.text()).size();
    return new Submission(checkpoint, size, known, from -> proofs.consistency(from, size));
  }

  /** Returns the number of places that are configured. */
  public int places() {
    return targets.all().size();
  }

  /** Returns when a place outside was last told a checkpoint; empty if none ever was. */
  public Optional<Instant> lastAnchoredAt() {
    return anchors.newest().stream().map(Anchor::anchoredAt).findFirst();
  }
}
