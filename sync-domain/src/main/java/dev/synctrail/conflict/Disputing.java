package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.REQUIRES_NEW;

import dev.synctrail.snapshot.Evidence;
import dev.synctrail.snapshot.Snapshot;
import dev.synctrail.snapshot.Snapshots;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
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

  /** Records a conflict with the bytes that were found. */
  void record(Dispute found, @Nullable Snapshot theirs) {
    Evidence kept = theirs == null ? null : snapshots.keep(theirs);
    disputes.save(
        new Dispute(
            found.sync(),
            found.platform(),
            found.typeKey(),
            found.base(),
            kept,
            found.wanted(),
            found.fields(),
            found.etag(),
            found.foundAt(),
            found.resolution(),
            found.resolvedAt(),
            found.actor(),
            found.reason(),
            found.resolvedBy()));
  }
}
