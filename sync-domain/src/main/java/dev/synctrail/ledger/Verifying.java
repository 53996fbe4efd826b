package dev.synctrail.ledger;

import dev.synctrail.tlog.Checkpoint;
import dev.synctrail.tlog.MalformedLog;
import dev.synctrail.tlog.Note;
import dev.synctrail.tracking.SyncId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies that everything that is stored is as the ledger says, on demand and again and again.
 *
 * <p>A verification reads one state of the database, as a backup does. One that was interrupted
 * begins anew.
 */
@ApplicationScoped
@Transactional
public class Verifying {
  private static final Logger LOG = System.getLogger(Verifying.class.getName());

  /** Further findings are counted and not stored. */
  private static final int MAX_STORED = 1_000;

  /** Further findings have no line of their own in the log. */
  private static final int MAX_LOGGED = 100;

  private final StoredLedger stored;
  private final LedgerKeys keys;
  private final Verifications verifications;
  private final Event<FindingReport> reports;
  private final Clock clock;
  private final Instant upSince;

  @Inject
  public Verifying(
      StoredLedger stored,
      LedgerKeys keys,
      Verifications verifications,
      Event<FindingReport> reports,
      Clock clock) {
    this.stored = stored;
    this.keys = keys;
    this.verifications = verifications;
    this.reports = reports;
    this.clock = clock;
    this.upSince = clock.instant();
  }

  /**
   * Requests a verification.
   *
   * @param actor who requests it
   * @param from the time from which entries were put into the log; null for the beginning
   * @param until the time until which, exclusive; null for the end
   * @param checkpoint a checkpoint that was kept outside; null if there is none to compare with
   * @param receipt a receipt that was kept outside; null if there is none to redeem
   * @throws MalformedLog if one of them is not of this ledger
   */
  public Verification request(
      String actor,
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String checkpoint,
      @Nullable String receipt) {
    if (checkpoint != null) {
      Checkpoint.parse(ours(Note.parse(checkpoint)));
    }
    if (receipt != null) {
      LedgerReceipt.parse(ours(LedgerReceipt.note(receipt)));
    }
    Instant now = clock.instant();
    Verification requested =
        new Verification(
            SyncId.at(now).value(),
            actor,
            from,
            until,
            checkpoint,
            receipt,
            now,
            null,
            null,
            Verification.Counts.NONE,
            null);
    verifications.add(requested);
    return requested;
  }

  private String ours(Note note) {
    if (!keys.haveSigned(note)) {
      throw new MalformedLog("No key of this ledger has signed it");
    }
    return note.text();
  }

  /** Requests a verification of everything unless the last one is younger than a period. */
  public void requestDue(Duration period, String actor) {
    Instant before = clock.instant().minus(period);
    if (verifications.lastOfEverything().filter(last -> last.isAfter(before)).isEmpty()) {
      request(actor, null, null, null, null);
    }
  }

  /** Begins the oldest verification that has not ended and may begin; empty if there is none. */
  public Optional<Verification> begin() {
    Instant now = clock.instant();
    Optional<Verification> next =
        verifications.open().stream()
            .filter(open -> !open.notBefore(upSince).isAfter(now))
            .findFirst()
            .map(waiting -> waiting.started(now));
    next.ifPresent(verifications::update);
    return next;
  }

  /**
   * Compares what is stored with the ledger. This takes long and writes nothing.
   *
   * @return empty if it had to stop
   */
  @Transactional(Transactional.TxType.NOT_SUPPORTED)
  public Optional<Outcome> compare(Verification verification, BooleanSupplier stopping) {
    try (StoredLedger.Moment moment = stored.now()) {
      LedgerCheck check = new LedgerCheck(moment, keys, verification);
      return check.run(stopping).map(counts -> new Outcome(counts, check.findings()));
    }
  }

  /** Stores what a verification has found, and reports it. Nothing is repaired. */
  public void end(Verification verification, Outcome outcome) {
    verifications.update(verification.ended(outcome.counts, clock.instant()));
    List<LedgerFinding> first =
        outcome.findings.subList(0, Math.min(MAX_STORED, outcome.findings.size()));
    verifications.add(verification.id(), first);
    first.forEach(finding -> reports.fire(new FindingReport(finding)));
    for (LedgerFinding finding : first.subList(0, Math.min(MAX_LOGGED, first.size()))) {
      LOG.log(
          Level.ERROR,
          "Verification {0} of the ledger: {1} {2}, {3}",
          verification.id(),
          finding.kind(),
          finding.place(),
          finding.detail());
    }
    LOG.log(
        Level.INFO,
        "Verification {0} of the ledger: {1} entries, {2} rows, {3} findings",
        verification.id(),
        outcome.counts.entries(),
        outcome.counts.rows(),
        outcome.counts.findings());
  }

  /** Records why a verification could not be completed. It is tried again. */
  public void failed(Verification verification, String error) {
    verifications.update(verification.failed(error));
  }

  /**
   * What a verification has compared and found.
   *
   * @param findings all of them
   */
  public record Outcome(Verification.Counts counts, List<LedgerFinding> findings) {
    public Outcome {
      findings = List.copyOf(findings);
    }
  }
}
