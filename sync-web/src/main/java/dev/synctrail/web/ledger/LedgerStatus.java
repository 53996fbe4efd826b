package dev.synctrail.web.ledger;

import dev.synctrail.ledger.Anchoring;
import dev.synctrail.ledger.LedgerGuard;
import dev.synctrail.ledger.LedgerKeys;
import dev.synctrail.ledger.LedgerProofs;
import dev.synctrail.ledger.Rollback;
import dev.synctrail.tlog.Checkpoint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Reads the status of the ledger. */
@ApplicationScoped
class LedgerStatus {
  private final LedgerKeys keys;
  private final LedgerProofs proofs;
  private final Anchoring anchoring;
  private final LedgerGuard guard;

  @Inject
  LedgerStatus(LedgerKeys keys, LedgerProofs proofs, Anchoring anchoring, LedgerGuard guard) {
    this.keys = keys;
    this.proofs = proofs;
    this.anchoring = anchoring;
    this.guard = guard;
  }

  LedgerStatusAnswer now() {
    List<RollbackAnswer> open = guard.open().stream().map(RollbackAnswer::of).toList();
    return new LedgerStatusAnswer(
        open.isEmpty() ? State.OK : State.LEDGER_ROLLED_BACK,
        keys.current().origin(),
        proofs.checkpoint().map(note -> Checkpoint.parse(note.text()).size()).orElse(0L),
        anchoring.lastAnchoredAt().orElse(null),
        open);
  }

  /** Whether the ledger continues what is known of it outside. */
  public enum State {
    OK,
    LEDGER_ROLLED_BACK
  }

  /** The status of the ledger. */
  @Schema(name = "LedgerStatus")
  public record LedgerStatusAnswer(
      @Schema(
              description =
                  "`LEDGER_ROLLED_BACK`: a checkpoint that is known outside is later than the"
                      + " database, or of another history. Nothing is pushed until a person"
                      + " acknowledges it")
          State state,
      @Schema(description = "Name of the log", example = "synctrail/8f3a1c0d5e7b9a42")
          String origin,
      @Schema(description = "Number of entries of the newest checkpoint", example = "4711")
          long size,
      @Schema(description = "Time of the last anchor at any place")
          @Nullable Instant lastAnchoredAt,
      @Schema(description = "What is not acknowledged") List<RollbackAnswer> rollbacks) {}

  /** A finding that the ledger was set back. */
  @Schema(name = "Rollback")
  public record RollbackAnswer(
      @Schema(description = "Time of the comparison") Instant foundAt,
      @Schema(description = "Place that knows more", example = "witness witness.example/w1")
          String place,
      @Schema(description = "Number of entries that the place knows", example = "4711")
          long outsideSize,
      @Schema(description = "Root of the tree that it knows, in base64")
          @Nullable String outsideRoot,
      @Schema(description = "Number of entries of the ledger", example = "4200") long size) {

    static RollbackAnswer of(Rollback rollback) {
      return new RollbackAnswer(
          rollback.foundAt(),
          rollback.place(),
          rollback.outsideSize(),
          rollback.outsideRoot(),
          rollback.size());
    }
  }
}
