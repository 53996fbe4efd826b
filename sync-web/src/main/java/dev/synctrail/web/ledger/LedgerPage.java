package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.ledger.Backfill;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerLog.SignedCheckpoint;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.ledger.Rollback;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verification.State;
import dev.synctrail.ledger.Verifications;
import dev.synctrail.ledger.Verifying;
import dev.synctrail.tlog.VerifierKey;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.console.KeysetPage;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Shows the size of the ledger, its verifications, and what one of them has found. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class LedgerPage {
  private static final int CHECKPOINTS = 5;
  private static final int SHOWN_ANCHORS = 20;

  private final LedgerProofs proofs;
  private final LedgerKeys keys;
  private final Verifications verifications;
  private final Verifying verifying;
  private final Backfill backfill;
  private final Anchors anchors;
  private final LedgerGuard guard;
  private final PageContext pageContext;
  private KeysetPage<Verification> page = KeysetPage.none();
  private List<SignedCheckpoint> checkpoints = List.of();
  private @Nullable Verification last;
  private @Nullable Verification alarm;
  private @Nullable Verification chosen;
  private List<LedgerFinding> findings = List.of();
  private List<Anchor> newestAnchors = List.of();

  @Inject
  LedgerPage(
      LedgerProofs proofs,
      LedgerKeys keys,
      Verifications verifications,
      Verifying verifying,
      Backfill backfill,
      Anchors anchors,
      LedgerGuard guard,
      PageContext pageContext) {
    this.proofs = proofs;
    this.keys = keys;
    this.verifications = verifications;
    this.verifying = verifying;
    this.backfill = backfill;
    this.anchors = anchors;
    this.guard = guard;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    newestAnchors = anchors.newest();
    page =
        KeysetPage.of(
            pageContext.address(List.of("id", "after", "before")),
            UUID::fromString,
            Verification::id,
            verifications::page);
    checkpoints = proofs.checkpoints(CHECKPOINTS);
    last = verifications.lastCompleted().orElse(null);
    alarm = verifications.alarm().orElse(null);
    chosen =
        SyncId.parse(pageContext.parameter("id"))
            .flatMap(id -> verifications.find(id.value()))
            .orElse(null);
    if (chosen != null) {
      findings = verifications.findings(chosen.id());
    }
  }

  /** Returns the number of entries that the newest checkpoint covers. */
  public long getSize() {
    return checkpoints.isEmpty() ? 0 : checkpoints.get(0).checkpoint().size();
  }

  /** Tells whether every row from before the ledger has an entry. */
  public boolean isBackfilled() {
    return backfill.isComplete();
  }

  /** Returns how many rows from before the ledger have entries. */
  public long getBackfilledRows() {
    return backfill.rows();
  }

  /** Returns the last anchors, newest first, whether they have succeeded or not. */
  public List<Anchor> getAnchors() {
    return anchors.page(null, false, SHOWN_ANCHORS);
  }

  /** Returns the newest anchor that has succeeded; null if none has. */
  public @Nullable Anchor getLastAnchor() {
    return newestAnchors.isEmpty() ? null : newestAnchors.get(0);
  }

  /** Returns what was found of a ledger that was set back, and is not acknowledged. */
  public List<Rollback> getRollbacks() {
    return guard.open();
  }

  /** Acknowledges it. */
  @Needs(Right.ADMINISTRATION)
  public void acknowledge() {
    try {
      if (guard.acknowledge(pageContext.actor(), pageContext.requiredReason())) {
        pageContext.done("rollbackAcknowledged");
      } else {
        pageContext.refused(PageContext.text("notRolledBack"));
      }
      pageContext.goTo("/console/ledger.xhtml");
    } catch (IllegalArgumentException e) {
      pageContext.refused(e.getMessage());
    }
  }

  /** Returns the verifications on this page of the list, newest first. */
  public List<Verification> getRows() {
    return page.rows();
  }

  /** Returns the newest completed verification of everything; null if there is none. */
  public @Nullable Verification getLast() {
    return last;
  }

  /** Returns the verification whose findings need attention; null if there is none. */
  public @Nullable Verification getAlarm() {
    return alarm;
  }

  /** Returns the newest checkpoints, newest first. */
  public List<SignedCheckpoint> getCheckpoints() {
    return checkpoints;
  }

  /** Returns the public keys, oldest first. */
  public List<VerifierKey> getKeys() {
    return keys.areAvailable() ? keys.trusted() : List.of();
  }

  /** Returns how many rows a completed verification has compared in a second. */
  public long rowsPerSecond(Verification verification) {
    if (verification.startedAt() == null || verification.endedAt() == null) {
      return 0;
    }
    long ms = Duration.between(verification.startedAt(), verification.endedAt()).toMillis();
    return verification.counts().rows() * 1_000 / Math.max(1, ms);
  }

  /** Returns the verification whose findings are shown; null if there is none. */
  public @Nullable Verification getChosen() {
    return chosen;
  }

  /** Returns what it has found. */
  public List<LedgerFinding> getFindings() {
    return findings;
  }

  /** Tells whether a verification on this page may still change. */
  public boolean isOpen() {
    return !isBackfilled() || getRows().stream().anyMatch(one -> one.state() != State.COMPLETED);
  }

  /** Returns the link to the next page; empty on the last page. */
  public String getNext() {
    return page.next();
  }

  /** Returns the link to the previous page; empty on the first page. */
  public String getPrevious() {
    return page.previous();
  }

  /** Requests a verification of everything. */
  @Needs(Right.ADMINISTRATION)
  public void verify() {
    Verification requested = verifying.request(pageContext.actor(), null, null, null, null);
    pageContext.done("verificationRequested");
    pageContext.goTo("/console/ledger.xhtml?id=" + requested.id());
  }
}
