package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.gateway.OnConflict;
import dev.synctrail.snapshot.PayloadReference;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import dev.synctrail.tracking.RunId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Records a conflict before the push reacts to it, together with the read that found it. */
@ApplicationScoped
@Transactional(MANDATORY)
public class RecordConflict {
  private final Conflicts conflicts;
  private final Snapshots snapshots;

  @Inject
  public RecordConflict(Conflicts conflicts, Snapshots snapshots) {
    this.conflicts = conflicts;
    this.snapshots = snapshots;
  }

  /**
   * Records a conflict together with the bytes that were found, or adds a push to a known one.
   *
   * @param theirs null when the type is absent
   * @param found creates the conflict from the reference to the stored bytes
   */
  void record(@Nullable Snapshot theirs, Function<@Nullable PayloadReference, Conflict> found) {
    Conflict met = found.apply(theirs == null ? null : snapshots.keep(theirs));
    conflicts.save(known(met).map(known -> known.metAgain(met)).orElse(met));
  }

  /**
   * A push that writes in spite of a conflict does not join the open one: it decides nothing for
   * other pushes before it has landed, and landing closes the open conflict.
   */
  private static boolean joinsOpen(Conflict met) {
    return met.isOpen() || met.resolution() == OnConflict.KEEP_THEIRS;
  }

  private static Optional<Conflict> none() {
    return Optional.empty();
  }

  private Optional<Conflict> known(Conflict met) {
    RunId by = met.resolvedBy();
    return conflicts
        .lock(met.sync())
        .filter(known -> known.isOpen() || !met.isOpen())
        .or(() -> joinsOpen(met) ? conflicts.lockOpen(met.platform(), met.typeKey()) : none())
        .or(() -> by == null ? Optional.empty() : conflicts.decidedIn(by, met.typeKey()));
  }
}
