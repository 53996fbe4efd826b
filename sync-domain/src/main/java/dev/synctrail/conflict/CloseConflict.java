package dev.synctrail.conflict;

import static jakarta.transaction.Transactional.TxType.MANDATORY;

import dev.synctrail.drift.Accepting;
import dev.synctrail.platform.OnConflict;
import dev.synctrail.tracking.TrackingEvent.FoundLeftAlone;
import dev.synctrail.tracking.TrackingEvent.PushLanded;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Objects;

/**
 * Closes, with the outcome of a push, the conflict that earlier ones had met: what they found is
 * not there any more, or is what is wanted, and nobody may take it as what is. Where a push has
 * left theirs as it is, that is from then on what a change is told from.
 */
@Dependent
@Transactional(MANDATORY)
public class CloseConflict {
  private final Conflicts conflicts;
  private final Accepting accepting;

  @Inject
  public CloseConflict(Conflicts conflicts, Accepting accepting) {
    this.conflicts = conflicts;
    this.accepting = accepting;
  }

  void landed(@Observes PushLanded fact) {
    conflicts.supersede(fact.platform(), fact.typeKey(), fact.sync());
  }

  void leftAlone(@Observes FoundLeftAlone fact) {
    conflicts
        .of(fact.sync())
        .filter(dispute -> dispute.resolution() == OnConflict.KEEP_THEIRS)
        .ifPresent(
            dispute ->
                accepting.accept(
                    dispute.platform(),
                    dispute.typeKey(),
                    new Accepting.Theirs(dispute.theirs(), dispute.etag(), dispute.fields()),
                    Objects.requireNonNull(dispute.actor()),
                    dispute.reason()));
  }
}
