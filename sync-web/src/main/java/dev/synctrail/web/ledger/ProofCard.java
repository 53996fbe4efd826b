package dev.synctrail.web.ledger;

import dev.synctrail.access.Right;
import dev.synctrail.anchor.Anchor;
import dev.synctrail.anchor.Anchors;
import dev.synctrail.ledger.LedgerFinding;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerLog.SignedCheckpoint;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.ledger.LedgerProofs.Place;
import dev.synctrail.ledger.LedgerProofs.Position;
import dev.synctrail.ledger.Verification;
import dev.synctrail.ledger.Verifications;
import dev.synctrail.tlog.VerifierKey;
import dev.synctrail.tracking.SyncId;
import dev.synctrail.web.access.CurrentUser;
import dev.synctrail.web.access.Needs;
import dev.synctrail.web.access.PayloadMasks;
import dev.synctrail.web.console.PageContext;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the ledger has about the sync of a page, and when it was verified. */
@Named
@Needs(Right.METADATA)
@RequestScoped
public class ProofCard {
  private static final Place NOWHERE = new Place(List.of(), 0, null);

  private final LedgerProofs proofs;
  private final LedgerKeys keys;
  private final Anchors anchors;
  private final Verifications verifications;
  private final PayloadMasks masks;
  private final CurrentUser user;
  private final PageContext pageContext;
  private @Nullable UUID sync;
  private Place place = NOWHERE;
  private List<Anchor> outside = List.of();
  private @Nullable Verification verified;
  private List<LedgerFinding> findings = List.of();

  @Inject
  ProofCard(
      LedgerProofs proofs,
      LedgerKeys keys,
      Anchors anchors,
      Verifications verifications,
      PayloadMasks masks,
      CurrentUser user,
      PageContext pageContext) {
    this.proofs = proofs;
    this.keys = keys;
    this.anchors = anchors;
    this.verifications = verifications;
    this.masks = masks;
    this.user = user;
    this.pageContext = pageContext;
  }

  @PostConstruct
  void read() {
    sync = SyncId.parse(pageContext.parameter("id")).map(SyncId::value).orElse(null);
    if (sync != null) {
      place = proofs.place(sync);
      outside = anchors.newest().stream().filter(this::isCovering).toList();
      verified = verifications.lastCompleted().filter(this::isAfterEntries).orElse(null);
      findings =
          verifications.alarm().stream()
              .flatMap(alarm -> verifications.findings(alarm.id()).stream())
              .filter(this::isAboutSync)
              .toList();
    }
  }

  private boolean isCovering(Anchor anchor) {
    List<Position> entries = place.entries();
    return !entries.isEmpty() && anchor.size() > entries.get(entries.size() - 1).leaf();
  }

  private boolean isAfterEntries(Verification verification) {
    SignedCheckpoint covering = place.checkpoint();
    Instant started = verification.startedAt();
    return covering != null && started != null && !started.isBefore(covering.at());
  }

  private boolean isAboutSync(LedgerFinding finding) {
    return finding.place().contains(String.valueOf(sync))
        || place.entries().stream().anyMatch(entry -> Objects.equals(finding.leaf(), entry.leaf()));
  }

  /** Returns the entries about the sync, in their order. */
  public List<Position> getEntries() {
    return place.entries();
  }

  /** Returns the indexes of the leaves as text. */
  public String getLeaves() {
    return place.entries().stream()
        .map(entry -> String.valueOf(entry.leaf()))
        .collect(Collectors.joining(", "));
  }

  /** Tells whether the sync was recorded before the ledger began. */
  public boolean isFromBefore() {
    return place.entries().stream().findFirst().filter(Position::isFromBefore).isPresent();
  }

  /** Returns the id of the sync; null if the page has none. */
  public @Nullable UUID getSync() {
    return sync;
  }

  /** Returns how many of its entries wait for their place. */
  public int getWaiting() {
    return place.waiting();
  }

  /** Returns the first checkpoint that covers all its entries; null if there is none. */
  public @Nullable SignedCheckpoint getCheckpoint() {
    return place.checkpoint();
  }

  /** Returns the places outside that know a checkpoint with all its entries. */
  public List<Anchor> getAnchors() {
    return outside;
  }

  /** Returns the last verification that has compared the sync as it is; null if there is none. */
  public @Nullable Verification getVerified() {
    return verified;
  }

  /** Returns what verifications have found about the sync. */
  public List<LedgerFinding> getFindings() {
    return findings;
  }

  /** Returns the command that verifies the evidence of this sync with the key of this server. */
  public String getCommand() {
    return Stream.of(
            Optional.of("java -jar synctrail-verify.jar"),
            key().map(key -> "--key '" + key + "'"),
            Optional.of("evidence-" + sync + ".zip"))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + " " + other)
        .orElseThrow();
  }

  private Optional<VerifierKey> key() {
    List<VerifierKey> trusted = keys.areAvailable() ? keys.trusted() : List.of();
    return trusted.isEmpty() ? Optional.empty() : Optional.of(trusted.get(trusted.size() - 1));
  }

  /** Returns the right that the user lacks for evidence with content; empty if there is none. */
  public String getMissing() {
    return Stream.of("EXPORT", "PAYLOAD", "UNMASKED")
        .filter(right -> !user.may(right) && (!right.equals("UNMASKED") || masks.isHiding()))
        .findFirst()
        .orElse("");
  }
}
