package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.platform.OnConflict;
import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.RunId;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes a conflict down before anything follows from it. */
@Dependent
@Transactional(REQUIRES_NEW)
public class Disputing {
  private final Disputes disputes;
  private final Snapshots snapshots;

  @Inject
  public Disputing(Disputes disputes, Snapshots snapshots) {
    this.disputes = disputes;
    this.snapshots = snapshots;
  }

  /**
   * Records a conflict together with the bytes that were found, or that one more push has met it.
   *
   * @param theirs null for nothing
   * @param found makes the conflict of what is kept of them
   */
  void record(@Nullable Snapshot theirs, Function<@Nullable Evidence, Dispute> found) {
    Dispute met = found.apply(theirs == null ? null : snapshots.keep(theirs));
    disputes.save(known(met).map(known -> known.metAgain(met)).orElse(met));
  }

  /**
   * A push that writes in spite of a conflict decides nothing for others before it has landed, and
   * then the open one is over.
   */
  private static boolean joinsOpen(Dispute met) {
    return met.isOpen() || met.resolution() == OnConflict.KEEP_THEIRS;
  }

  private static Optional<Dispute> none() {
    return Optional.empty();
  }

  private Optional<Dispute> known(Dispute met) {
    RunId by = met.resolvedBy();
    return disputes
        .lock(met.sync())
        .filter(known -> known.isOpen() || !met.isOpen())
        .or(() -> joinsOpen(met) ? disputes.lockOpen(met.platform(), met.typeKey()) : none())
        .or(() -> by == null ? Optional.empty() : disputes.decidedIn(by, met.typeKey()));
  }
}
